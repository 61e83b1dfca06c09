package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.ids.AnswerKind;
import java.util.Locale;

/** Whether an answer may wait for what is not known yet. */
enum Urgency {
    /** Somebody may be in danger: it waits for nothing but a place for its call. */
    EMERGENCY,
    /** All else. */
    ROUTINE;

    static Urgency of(AnswerKind kind) {
        return kind == AnswerKind.EMERGENCY ? EMERGENCY : ROUTINE;
    }

    /** The name for threads. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
