package com.ovhi.outreach.segment.rule;

import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** How numbers are counted with: whole ones exactly, others as 64-bit binary fractions, the same in every database. */
enum Arithmetic {
    PLUS(" plus ", "(%s + %s)", (left, right) -> left + right, (left, right) -> left + right),
    MINUS(" less ", "(%s - %s)", (left, right) -> left - right, (left, right) -> left - right),
    TIMES(" times ", "(%s * %s)", (left, right) -> left * right, (left, right) -> left * right),
    DIVIDED_BY(" divided by ", "(%s / NULLIF(%s, 0))", (left, right) -> left / right, (left, right) -> left / right),
    MODULO(" modulo ", "MOD(%s, NULLIF(%s, 0))", (left, right) -> left % right, (left, right) -> left % right);

    private final String words;
    private final String template;
    private final LongBinaryOperator whole;
    private final DoubleBinaryOperator fraction;

    Arithmetic(String words, String template, LongBinaryOperator whole, DoubleBinaryOperator fraction) {
        this.words = words;
        this.template = template;
        this.whole = whole;
        this.fraction = fraction;
    }

    /** Between the numbers, for people. */
    String words() {
        return words;
    }

    Sql sql(Sql left, Sql right) {
        return Sql.format(template, left, right);
    }

    /** Of two whole numbers or two fractions; null where one is unknown, or the second one divides and is zero. */
    @Nullable
    Object of(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long first && right instanceof Long second) {
            return divides() && second == 0 ? null : (Long) whole.applyAsLong(first, second);
        }
        if (left instanceof Double first && right instanceof Double second) {
            // There is one zero only: adding it takes the sign from the other.
            return divides() && second == 0 ? null : (Double) (fraction.applyAsDouble(first, second) + 0.0);
        }
        return null;
    }

    private boolean divides() {
        return this == DIVIDED_BY || this == MODULO;
    }
}
