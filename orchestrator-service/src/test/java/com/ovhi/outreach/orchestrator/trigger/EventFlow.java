package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.Requests;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From events to jobs: what tests of the way between them wait for and look at. */
abstract class EventFlow extends OneClinic {

    static final String VISIT = "2026-03-12T09:30:00-04:00";

    final Requests others;

    EventFlow(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        others = new Requests(kafka, cipher);
    }

    void awaitJobs(int count) {
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(count));
        await().untilAsserted(() -> assertThat(contacts()).hasSize(count));
    }

    void awaitStatuses(Object... expected) {
        await().untilAsserted(() -> assertThat(jdbc
                        .sql("""
                                SELECT status, COUNT(*) AS jobs FROM comm_jobs
                                WHERE organization_id = ? GROUP BY status ORDER BY status""")
                        .param(clinic.id())
                        .query((row, n) -> List.<Object>of(row.getString("status"), row.getInt("jobs")))
                        .list()
                        .stream()
                        .flatMap(List::stream))
                .containsExactly(expected));
        await().untilAsserted(() -> assertThat(withdrawals()).isNotEmpty());
    }

    void awaitRefusal(String reason) {
        await().untilAsserted(() -> assertThat(refusals()).containsExactly(reason));
    }

    /** Gives what must not happen the time to happen. */
    void settle() {
        var marker = Clinic.number();
        clinic.close("appointment.completed", marker, 1, patient);
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM appointments WHERE appointment_id = ?")
                        .param(marker)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1));
    }

    List<ContactDue> contacts() {
        return kafka.events(Topics.SCHEDULE, ContactDue.class).stream()
                .filter(each -> each.organizationId() == clinic.id())
                .toList();
    }

    List<ContactWithdrawn> withdrawals() {
        return kafka.events(Topics.SCHEDULE, ContactWithdrawn.class).stream()
                .filter(each -> each.organizationId() == clinic.id())
                .toList();
    }

    List<OutreachRequested> requestsTo(long receiver) {
        return Stream.of(Topics.REQUEST, Topics.REQUEST_PRIORITY)
                .flatMap(topic -> kafka.records(topic).stream())
                .filter(each -> Long.toString(receiver).equals(each.key()))
                .map(each -> each.as(OutreachRequested.class))
                .toList();
    }

    String key() {
        return Long.toString(patient);
    }
}
