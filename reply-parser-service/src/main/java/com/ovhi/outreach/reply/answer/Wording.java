package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.reply.followup.Topic;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be answered; each has its text in the files of every language. */
enum Wording {
    HELP(AnswerKind.HELP, null),
    EMERGENCY(AnswerKind.EMERGENCY, null),
    STOPPED(AnswerKind.STOP_CONFIRMATION, null),
    /** The bare word for "cancel" ended the messages; the visit still stands. */
    STOPPED_NOT_VISIT(AnswerKind.STOP_CONFIRMATION, null),
    STARTED(AnswerKind.START_CONFIRMATION, null),
    WHICH_VISIT(AnswerKind.CLARIFICATION, Topic.WHICH_VISIT),
    /** The same where no date may be said. */
    WHICH_VISIT_CALL(AnswerKind.CLARIFICATION, null),
    NOT_COMING(AnswerKind.CLARIFICATION, Topic.NOT_COMING),
    REALLY_CANCEL(AnswerKind.CLARIFICATION, Topic.REALLY_CANCEL),
    RECEIPT(AnswerKind.RECEIPT, null),
    /** To what may ask for no more messages: it also says how that is asked for beyond doubt. */
    RECEIPT_PERHAPS_STOP(AnswerKind.RECEIPT, null);

    private final AnswerKind kind;
    private final @Nullable Topic topic;

    Wording(AnswerKind kind, @Nullable Topic topic) {
        this.kind = kind;
        this.topic = topic;
    }

    AnswerKind kind() {
        return kind;
    }

    /** What it asks with numbers to choose from; null when it asks nothing of the kind. */
    @Nullable
    Topic topic() {
        return topic;
    }

    /** Its section in the files of texts. */
    String section() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
