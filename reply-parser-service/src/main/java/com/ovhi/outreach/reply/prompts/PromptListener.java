package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;

/** Wants to know when patients have been asked something; called in the transaction that learns it. */
@FunctionalInterface
public interface PromptListener {

    /** There are new prompts, all of which are known by now; whoever was asked several things is there several times. */
    void asked(List<Asked> asked);

    /** Who was asked, and by which channel. */
    record Asked(long patientId, Channel channel) {}
}
