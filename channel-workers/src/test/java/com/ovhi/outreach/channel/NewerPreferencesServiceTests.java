package com.ovhi.outreach.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** Patients may want other quiet hours while an order waits for a worker. Against real servers. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class NewerPreferencesServiceTests {

    private final Suite suite;

    NewerPreferencesServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
    }

    @Test
    void sendBackWhatWasJudgedByOlderOnesUntilItIsJudgedByThem() {
        var patient = suite.patient();
        var order = suite.orders().order(patient, Channel.SMS);
        suite.allow(patient, 2, true);

        suite.dispatch(Orders.judgedBy(1L, order));

        assertThat(suite.refusal(order)).isEqualTo("preferences-changed");
        var parked = suite.report(order, DeliveryState.NOT_SENT);
        assertThat(parked.failureClass()).isEqualTo(FailureClass.PARKED);
        assertThat(parked.retryAfterMillis()).isEqualTo(15_000);
        assertThat(Suite.calls(order)).isEmpty();
        var again = suite.orders().order(patient, Channel.SMS, order.jobId(), order.slotId(), 2);
        suite.dispatch(Orders.judgedBy(2L, again));
        assertThat(suite.report(again, DeliveryState.ACCEPTED).attempt()).isEqualTo(2);
    }

    @Test
    void holdUpNothingThatWasJudgedByThemBeforeTheGateHasHeardOfThem() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);

        suite.dispatch(Orders.judgedBy(2L, order));

        suite.report(order, DeliveryState.ACCEPTED);
    }
}
