package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;

/**
 * {@code test.send.ordered}: show a member of staff what a template looks like on a device. No patient has a part in it. {@code content} is a {@link MessageContent} with made-up values, sealed for {@link #contentContext}; after {@code deadline} it must not be sent any more.
 */
public record TestSendOrdered(
        UUID testId, long organizationId, Channel channel, boolean marketing, Instant deadline, Sealed content) {

    /** What the content of a test is sealed for. */
    public static String contentContext(UUID testId) {
        return "test-send|" + testId;
    }
}
