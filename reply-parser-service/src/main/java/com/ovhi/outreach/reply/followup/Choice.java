package com.ovhi.outreach.reply.followup;

import com.ovhi.outreach.common.ids.Intent;
import java.util.UUID;

/** What a number of a question back means: this intent, said of what that job asked about. */
public record Choice(Intent intent, UUID jobId) {

    String written() {
        return intent.code() + ":" + jobId;
    }

    static Choice read(String written) {
        var parts = written.split(":", 2);
        return new Choice(Intent.of(parts[0]), UUID.fromString(parts[1]));
    }
}
