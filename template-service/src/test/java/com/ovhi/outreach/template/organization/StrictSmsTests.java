package com.ovhi.outreach.template.organization;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated.Capabilities;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Where no agreement with the SMS provider covers everybody, only organisations that have one say when a visit is. */
@ServiceTest(schema = "ovhi_template")
@TestPropertySource(properties = "outreach.template.disclosure.visit-time-by-sms=false")
class StrictSmsTests {

    private static final long ORGANIZATION = 7_900;
    private static final Map<String, String> VISIT = Map.of(
            "clinic_name", "Ours", "clinic_phone", "602-555-0000", "visit_date", "2026-03-04", "visit_time", "09:30");

    private final Organizations organizations;
    private final TemplateCalls calls;

    StrictSmsTests(Organizations organizations, TestTokens tokens, @LocalServerPort int port) {
        this.organizations = organizations;
        calls = new TemplateCalls(port, tokens, ORGANIZATION);
    }

    @Test
    void saysWhenAVisitIsOnlyForOrganizationsWithAnAgreement() {
        assertThat(organizations.capabilities(ORGANIZATION)).isEmpty();
        var neutral = calls.rendered(reminder(Channel.SMS));
        assertThat(variant(neutral)).isEqualTo("neutral");
        assertThat(neutral.text())
                .contains("reminder of your visit", "Reply 1 to confirm")
                .doesNotContain("9:30", "Mar", "03-04", "2026");
        assertThat(calls.rendered(reminder(Channel.EMAIL)).text()).contains("upcoming appointment");

        organizations.updated(
                new OrganizationUpdated(
                        ORGANIZATION,
                        "Ours",
                        "America/Phoenix",
                        null,
                        List.of("en"),
                        new Capabilities(true, false, false)),
                SettableClock.START);

        assertThat(organizations.capabilities(ORGANIZATION)).containsExactly(Capability.SMS_PHI);
        var clear = calls.rendered(reminder(Channel.SMS));
        assertThat(variant(clear)).isNull();
        assertThat(clear.text()).contains("9:30");
    }

    private static @Nullable String variant(RenderedMessage message) {
        var choice = message.choice();
        return choice == null ? "no choice" : choice.variant();
    }

    private static RenderRequest reminder(Channel channel) {
        return new RenderRequest(ORGANIZATION, null, Purpose.APPT_REMINDER, channel, "en", VISIT);
    }
}
