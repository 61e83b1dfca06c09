package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.common.ids.Channel;

/** Wants to know when a patient has been asked something; called in the transaction that learns it. */
@FunctionalInterface
public interface PromptListener {

    /** There is a new prompt. */
    void asked(long patientId, Channel channel);
}
