package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;

/** Wants to know what becomes of messages that were requested as answers; called in the transaction that learns it. */
public interface AnswerJobs {

    /** Whether a job is such a message. */
    boolean answers(JobChanged job);

    void changed(JobChanged job);

    void refused(StaffAnswerRefused refusal);
}
