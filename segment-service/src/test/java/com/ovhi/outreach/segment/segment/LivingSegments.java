package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** An organisation whose segments live, and what tests look at in them. */
abstract class LivingSegments {

    static final LocalDate ADULT = LocalDate.of(1980, 5, 1);
    static final String SPANISH = "{\"==\": [{\"var\": \"language\"}, \"es\"]}";

    final TestKafka kafka;
    final SettableClock clock;
    final JdbcClient jdbc;
    final TransactionTemplate transactions;
    final OvhiFeed feed;
    final Api staff;
    final Api api;
    final long organization;

    LivingSegments(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = transactions;
        feed = new OvhiFeed(kafka);
        organization = feed.organization("+12125550100");
        api = Api.of(port, tokens, organization);
        staff = Api.of(port, tokens.bearer(organization, "clinic-staff"));
    }

    @BeforeEach
    void awaitTheOrganisation() {
        await().untilAsserted(() -> assertThat(transactions.<Long>execute(
                        status -> jdbc.sql("SELECT COUNT(*) FROM organizations WHERE organization_id = ?")
                                .param(organization)
                                .query(Long.class)
                                .single()))
                .isEqualTo(1));
    }

    @AfterEach
    void resetTime() {
        clock.set(SettableClock.START);
    }

    void missed(long patient) {
        var visit = OvhiFeed.id();
        feed.booked(organization, patient, visit, 1, "2026-02-11T10:00:00-05:00");
        feed.closed(organization, patient, visit, 2, "no_show");
    }

    List<Long> members(long segment) {
        return api.get("/api/v1/segments/" + segment + "/members")
                .path("members")
                .valueStream()
                .map(each -> each.path("patient_id").asLong())
                .toList();
    }

    void awaitMembers(long segment, Long... patients) {
        await().untilAsserted(() -> assertThat(members(segment)).containsExactlyInAnyOrder(patients));
    }
}
