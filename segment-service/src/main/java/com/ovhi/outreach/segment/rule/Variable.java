package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attributes a rule may ask for; there are no others. */
enum Variable {
    TODAY(Type.DATE, Facts::today),
    ORGANIZATION_ID(Type.NUMBER, Facts::organizationId),
    AGE(Type.NUMBER, Facts::age),
    AGE_BAND(Type.TEXT, facts -> ageBand(facts.age())),
    LANGUAGE(Type.TEXT, Facts::language),
    STATE(Type.TEXT, Facts::state),
    LAST_VISIT(Type.DATE, Facts::lastVisit),
    NEXT_VISIT(Type.DATE, Facts::nextVisit),
    VISIT_COUNT(Type.NUMBER, Facts::visitCount),
    NO_SHOW_COUNT(Type.NUMBER, Facts::noShowCount),
    CANCELLED_COUNT(Type.NUMBER, Facts::cancelledCount),
    REFILL_DUE(Type.DATE, Facts::refillDue),
    LAB_READY(Type.BOOLEAN, Facts::labReady),
    MARKETING_OPT_IN(Type.BOOLEAN, facts -> !facts.marketing().isEmpty()),
    MARKETING_EMAIL(Type.BOOLEAN, facts -> facts.marketing().contains(Channel.EMAIL)),
    MARKETING_SMS(Type.BOOLEAN, facts -> facts.marketing().contains(Channel.SMS)),
    MARKETING_WHATSAPP(Type.BOOLEAN, facts -> facts.marketing().contains(Channel.WHATSAPP));

    private final Type type;
    private final Function<Facts, @Nullable Object> value;

    Variable(Type type, Function<Facts, @Nullable Object> value) {
        this.type = type;
        this.value = value;
    }

    static Optional<Variable> named(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    Type type() {
        return type;
    }

    @Nullable
    Object of(Facts facts) {
        return value.apply(facts);
    }

    private static @Nullable String ageBand(@Nullable Long age) {
        if (age == null) {
            return null;
        }
        return age < 18 ? "0-17" : age < 35 ? "18-34" : age < 50 ? "35-49" : age < 65 ? "50-64" : "65+";
    }
}
