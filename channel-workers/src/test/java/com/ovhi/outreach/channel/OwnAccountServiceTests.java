package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.OWN;
import static com.ovhi.outreach.channel.ProviderStubs.OWNER;
import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** An organisation with an account of its own, beside others that share theirs. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class OwnAccountServiceTests {

    private final Suite suite;

    OwnAccountServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
    }

    @Test
    void sendsForEveryOrganisationByItsAccountAlsoWhenTheirOrdersComeTogether() {
        var shared = suite.orders().order(suite.patient(), Channel.SMS);
        var own = own();

        Stream.of(shared, own).forEach(suite::dispatch);

        suite.report(shared, DeliveryState.ACCEPTED);
        suite.report(own, DeliveryState.ACCEPTED);
        assertThat(Suite.calls(own)).singleElement().satisfies(call -> {
            assertThat(call.uri().getPath()).contains(OWN);
            assertThat(call.field("From")).isEqualTo("+12125550198");
        });
        assertThat(Suite.calls(shared))
                .singleElement()
                .satisfies(call -> assertThat(call.uri().getPath()).doesNotContain(OWN));
        assertThat(suite.string("SELECT account FROM send_intents WHERE job_id = ?", own))
                .isEqualTo("own");
        suite.http()
                .get()
                .uri("/api/v1/providers/health")
                .header("Authorization", suite.bearer(OWNER, "ops"))
                .exchange()
                .expectBody()
                .jsonPath("$[?(@.provider=='twilio' && @.account=='own')].breaker")
                .isEqualTo("closed");
    }

    /** Its patients know its number, and its contract is with its own account: the shared ones are none of its business. */
    @Test
    void neverSendsByASharedAccountWhatOneOfItsOwnRefuses() {
        TWILIO.behave(request -> request.uri().getPath().contains(OWN)
                ? new Json(401, Map.of(), "{\"code\":20003,\"status\":401}")
                : ProviderStubs.accepted(request));
        var own = own();

        suite.dispatch(own);

        var report = suite.report(own, DeliveryState.NOT_SENT);
        assertThat(report.failureClass()).isEqualTo(FailureClass.CONFIG);
        assertThat(report.failureCode()).isEqualTo("20003");
        assertThat(Suite.calls(own)).hasSize(1);
    }

    private DispatchOrdered own() {
        var patient = Orders.newPatient();
        suite.kafka()
                .publish(
                        Topics.PREFERENCE,
                        Long.toString(patient),
                        suite.orders().preferences(OWNER, patient, 1, true));
        await().until(() -> suite.integer("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ?", patient) == 3);
        return suite.orders().order(OWNER, patient, Channel.SMS, Ids.next(), Ids.next(), 1);
    }
}
