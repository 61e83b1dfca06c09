package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.ids.AnswerKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether an answer may wait for what is not known yet. */
enum Urgency {
    /** Somebody may be in danger: it waits for nothing but a place for its call. */
    EMERGENCY,
    /** What is owed for a few minutes to whoever has just written: no news of permissions can forbid it, so it waits for none. */
    OWED,
    /** All else: an opt-out that has been said is heard before it leaves. */
    ROUTINE;

    static Urgency of(AnswerKind kind) {
        return switch (kind) {
            case EMERGENCY -> EMERGENCY;
            case HELP, STOP_CONFIRMATION -> OWED;
            case START_CONFIRMATION, CLARIFICATION, RECEIPT, STAFF -> ROUTINE;
        };
    }

    /** The names of its kinds. */
    List<String> kinds() {
        return Arrays.stream(AnswerKind.values())
                .filter(kind -> of(kind) == this)
                .map(AnswerKind::code)
                .toList();
    }

    /** The name for threads. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
