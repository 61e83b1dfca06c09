package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * One message of a campaign.
 *
 * @param channel the preferred one; null leaves it to the patient's preferences
 * @param offset how long after the enrolment, null for at once
 */
record Step(
        @NotNull Purpose purpose,
        @Nullable @Positive Long templateId,
        @Nullable Channel channel,
        @Nullable Duration offset) {

    /** Not what is about a visit, which a campaign knows nothing of, and never what passes quiet hours. */
    private static final Set<Purpose> PURPOSES =
            EnumSet.of(Purpose.CAMPAIGN_EDUCATION, Purpose.RX_REFILL, Purpose.LAB_READY, Purpose.NO_SHOW);

    /** Refuses what no campaign may do. */
    void check() {
        if (!PURPOSES.contains(purpose)) {
            throw ProblemException.unprocessable("unsuitable-purpose", "A campaign cannot have a step of this purpose");
        }
        if (offset != null && !offset.isZero()) {
            throw ProblemException.unprocessable("unsupported-offset", "The only step starts at once: PT0S");
        }
    }

    static String write(List<Step> steps) {
        return ContractJson.writeText(steps);
    }

    static List<Step> read(String json) {
        return ContractJson.mapper().readValue(json, new TypeReference<>() {});
    }
}
