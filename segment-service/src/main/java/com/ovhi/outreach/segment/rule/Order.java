package com.ovhi.outreach.segment.rule;

import java.time.LocalDate;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** How two numbers or two dates can stand to each other. */
enum Order {
    BELOW(sign -> sign < 0),
    AT_MOST(sign -> sign <= 0),
    ABOVE(sign -> sign > 0),
    AT_LEAST(sign -> sign >= 0);

    private final IntPredicate sign;

    Order(IntPredicate sign) {
        this.sign = sign;
    }

    boolean between(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long first && right instanceof Long second) {
            return sign.test(first.compareTo(second));
        }
        return left instanceof LocalDate first
                && right instanceof LocalDate second
                && sign.test(first.compareTo(second));
    }
}
