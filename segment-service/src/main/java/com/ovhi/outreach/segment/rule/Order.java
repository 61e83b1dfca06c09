package com.ovhi.outreach.segment.rule;

import java.time.LocalDate;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How two numbers or two dates can stand to each other. */
enum Order {
    BELOW("<", "less than", "before", sign -> sign < 0),
    AT_MOST("<=", "at most", "not after", sign -> sign <= 0),
    ABOVE(">", "more than", "after", sign -> sign > 0),
    AT_LEAST(">=", "at least", "not before", sign -> sign >= 0);

    private final String symbol;
    private final String ofNumbers;
    private final String ofDates;
    private final IntPredicate sign;

    Order(String symbol, String ofNumbers, String ofDates, IntPredicate sign) {
        this.symbol = symbol;
        this.ofNumbers = ofNumbers;
        this.ofDates = ofDates;
        this.sign = sign;
    }

    /** The same in rules and statements. */
    String symbol() {
        return symbol;
    }

    String words(Type type) {
        return type == Type.DATE ? ofDates : ofNumbers;
    }

    boolean between(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long first && right instanceof Long second) {
            return sign.test(first.compareTo(second));
        }
        if (left instanceof Double first && right instanceof Double second) {
            return sign.test(first.compareTo(second));
        }
        return left instanceof LocalDate first
                && right instanceof LocalDate second
                && sign.test(first.compareTo(second));
    }
}
