package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.job.Terms.OwnTimes;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Jobs, of new patients of new organisations unless it is said whose. */
final class SampleJobs {

    static final Instant AT = SettableClock.START.plusNanos(123_456_000);

    private SampleJobs() {}

    /** With a value in every column. */
    static NewJob full() {
        return new NewJob(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Clinic.number(),
                Clinic.number(),
                7L,
                8L,
                "b",
                Purpose.CAMPAIGN_EDUCATION,
                Channel.SMS,
                true,
                9L,
                10,
                11,
                new MessageContent("+12125550100", Samples.HASH, "subject", "text", null, null, "Clinic", "es"),
                Map.of("name", "value"),
                "appointment/12",
                13,
                AT.plusSeconds(1),
                AT.plusSeconds(2),
                promised(AT.minusSeconds(1)),
                List.of(Channel.SMS, Channel.EMAIL),
                new Predecessor(Ids.next(), Ids.next(), List.of(Channel.SMS), 3, false),
                new Conditions(true, "merge", true),
                Kind.SHORTLY,
                true,
                new OwnTimes(AT.plusSeconds(3), AT.plusSeconds(4)),
                true,
                true,
                new CampaignStep(14, 15, 16L, null, 17),
                2,
                null);
    }

    private static SendWindow promised(Instant notBefore) {
        var window = Samples.window();
        return new SendWindow(
                window.zones(),
                window.quietStart(),
                window.quietEnd(),
                window.marketing(),
                window.urgent(),
                window.preferenceVersion(),
                window.states(),
                window.workStart(),
                window.workEnd(),
                notBefore);
    }

    /** With nothing but what must be. */
    static NewJob plain() {
        return plain(Clinic.number(), Clinic.number(), AT);
    }

    /** Of this patient, planned for this time. */
    static NewJob plain(long organizationId, long patientId, Instant scheduledAt) {
        return new NewJob(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                organizationId,
                patientId,
                null,
                null,
                null,
                Purpose.APPT_REMINDER,
                Channel.EMAIL,
                false,
                null,
                1,
                1,
                new MessageContent("a@example.org", Samples.HASH, null, "text", null, null, "Clinic", "en"),
                Map.of(),
                null,
                null,
                scheduledAt,
                scheduledAt,
                Samples.window(),
                List.of(),
                null,
                Conditions.NONE,
                Kind.ROUTINE,
                false,
                null,
                false,
                false,
                null,
                null,
                null);
    }
}
