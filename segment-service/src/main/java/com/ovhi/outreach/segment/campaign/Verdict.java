package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done with the step a patient is at. */
sealed interface Verdict {

    /**
     * It is sent.
     *
     * @param due when it was to be sent; late ones move the others
     * @param variant what the patient was drawn for, null outside of experiments
     * @param until when it is of no use any more, null where no date says so
     */
    record Send(
            Instant due,
            @Nullable Channel channel,
            @Nullable Long templateId,
            @Nullable String variant,
            @Nullable Instant until)
            implements Verdict {}

    /** It is passed over. */
    record Skip(String reason) implements Verdict {}

    /** It is looked at again. */
    record Later(Instant at) implements Verdict {}

    /**
     * It is looked at again, and the patient meets the experiment now: at this time others would get the step, and only
     * their variant lets them wait.
     */
    record Meet(Instant at) implements Verdict {}

    /** The patient leaves the campaign. */
    record Leave(String reason) implements Verdict {}

    /** The patient was drawn to receive nothing, and would have received this. */
    record HoldOut() implements Verdict {}
}
