package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Intent;
import java.util.EnumSet;
import java.util.Set;

/** What a message of ours asks, by the answers it offers. */
public enum Question {
    /** Will you come to a visit that lies ahead? */
    VISIT(EnumSet.of(Intent.CONFIRM, Intent.RESCHEDULE, Intent.CANCEL)),
    /** A visit was missed; shall there be another? Nothing is left to confirm or to cancel. */
    MISSED_VISIT(EnumSet.of(Intent.RESCHEDULE));

    private final Set<Intent> answers;

    Question(Set<Intent> answers) {
        this.answers = answers;
    }

    boolean offers(Intent intent) {
        return answers.contains(intent);
    }
}
