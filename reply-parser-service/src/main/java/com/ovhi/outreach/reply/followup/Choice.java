package com.ovhi.outreach.reply.followup;

import com.ovhi.outreach.common.ids.Intent;
import java.util.UUID;

/** What a number of a question back means: this intent, said of what that job asked about. */
public record Choice(Intent intent, UUID jobId) {

    /** Its number in every message of ours that asks for it; 0 when there is none. */
    int number() {
        return switch (intent) {
            case CONFIRM -> 1;
            case RESCHEDULE -> 2;
            case CANCEL -> 3;
            case STOP, START, HELP, NO, QUESTION, WRONG_PERSON, EMERGENCY, AUTO_REPLY, ACK, OTHER -> 0;
        };
    }

    String written() {
        return intent.code() + ":" + jobId;
    }

    static Choice read(String written) {
        var parts = written.split(":", 2);
        return new Choice(Intent.of(parts[0]), UUID.fromString(parts[1]));
    }
}
