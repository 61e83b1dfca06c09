package com.ovhi.outreach.preference.imports;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@ServiceTest(schema = "ovhi_preference")
class ImportServiceTests {

    private static final String HEADER =
            "patient_id,channel,class,action,effective_at,source,evidence_ref,wording_version,language\n";
    private static final String GRANT = "%d,sms,all,grant,2026-03-02T15:00:%02dZ,paper-form,form/%d,2026-01,es-MX%n";

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final ImportStep step;
    private final Imports imports;
    private final ImportWorker worker;
    private final TransactionTemplate transactions;
    private final TestTokens tokens;
    private final Api api;
    private final String compliance;
    private long patient;

    ImportServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcTemplate jdbc,
            ImportStep step,
            Imports imports,
            ImportWorker worker,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.jdbc = jdbc;
        this.step = step;
        this.imports = imports;
        this.worker = worker;
        this.transactions = new TransactionTemplate(transactions);
        this.tokens = tokens;
        api = new Api(port, tokens);
        compliance = tokens.bearer(ORGANIZATION, "compliance");
    }

    @BeforeEach
    void registerPatient() {
        patient = aPatient().withPhone(freshPhone()).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        clock.advance(Duration.ofMinutes(1));
    }

    @AfterEach
    void startWorker() {
        if (!worker.isRunning()) {
            worker.start();
        }
    }

    @Test
    void recordsGoodRowsAndReportsBadOnesWithTheirPlace() {
        var foreign = aPatient().in(717).withPhone(freshPhone()).register(kafka);
        await().untilAsserted(
                        () -> assertThat(api.effective(foreign, 717).status()).isEqualTo(200));
        var answer = upload(HEADER
                + GRANT.formatted(patient, 1, 7)
                + "nobody,sms,all,grant,2026-03-02T15:00:00Z,,,,\n"
                + "\n"
                + "%d,sms,transactional,revoke,2026-03-02T15:00:02Z,,,,%n".formatted(foreign)
                + "%d,email,transactional,revoke,2026-03-02T15:00:03Z,,,,%n".formatted(patient));

        assertThat(answer.status()).isEqualTo(202);
        var done = awaitDone(answer);
        assertThat(done.path("rows").asInt()).isEqualTo(4);
        assertThat(done.path("accepted").asInt()).isEqualTo(2);
        assertThat(done.path("rejected").asInt()).isEqualTo(2);
        assertThat(errors(answer))
                .isEqualTo("3 evidence_ref proof-missing; 3 patient_id invalid; 3 wording_version proof-missing;"
                        + " 5 patient_id unknown-patient");
        var csv = api.getCsv(answer.header("Location").replace("/api/v1", "") + "/errors", compliance);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body().lines())
                .startsWith("row,field,code,severity", "3,evidence_ref,proof-missing,error")
                .hasSize(5);
        assertThat(ledger()).isEqualTo("grant transactional 2, grant marketing 2, revoke transactional 6");
        var effective = api.awaitEffective(
                patient,
                each -> assertThat(Api.channel(each, Channel.SMS).marketingOptIn())
                        .isTrue());
        assertThat(effective.version()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(kafka.events(Topics.PREFERENCE, PreferenceChanged.class).stream()
                        .filter(each -> each.patientId() == patient && each.version() == 2))
                .hasSize(1));
        kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Long.valueOf(patient).equals(each.patientId())
                        && each.action() == AuditAction.OPT_IN
                        && "2".equals(each.details().get("row")));
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM consent_import_chunks", Integer.class))
                .isZero();
    }

    @Test
    void takesTheSameFileForTheSameImport() {
        var content = HEADER + GRANT.formatted(patient, 1, 7);
        var first = upload(content);
        awaitDone(first);

        var again = upload(content);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(again.json().path("state").asString()).isEqualTo("done");
        assertThat(ledger()).isEqualTo("grant transactional 2, grant marketing 2");
    }

    @Test
    void letsNoFileUndoAStop() {
        api.post(
                "/preferences/" + patient + "/opt-out",
                api.staff(ORGANIZATION),
                "application/json",
                "{\"channel\":\"sms\"}");
        clock.advance(Duration.ofMinutes(5));

        var answer =
                upload(HEADER + "%d,sms,transactional,grant,%s,,form/8,2026-01,%n".formatted(patient, clock.instant()));

        var done = awaitDone(answer);
        assertThat(done.path("accepted").asInt()).isEqualTo(1);
        assertThat(done.path("outweighed").asInt()).isEqualTo(1);
        assertThat(errors(answer)).isEqualTo("2 action revocation-stands");
        api.awaitChannel(patient, Channel.SMS, "opted-out");
    }

    @Test
    void losesAndDoublesNothingWhenItIsKilledInTheMiddleOfAChunk() {
        var content = HEADER
                + IntStream.range(0, 600)
                        .mapToObj(i -> GRANT.formatted(patient, i % 60, i))
                        .collect(Collectors.joining());
        worker.stop();
        var answer = upload(content);
        step.next(id -> {});
        for (var round = 0; round < 3; round++) {
            transactions.executeWithoutResult(status -> {
                step.next(id -> {});
                status.setRollbackOnly();
            });
        }
        assertThat(read(answer).path("processed").asInt()).isEqualTo(500);
        assertThat(lines()).isEqualTo(1_000);

        worker.start();

        var done = awaitDone(answer);
        assertThat(done.path("accepted").asInt()).isEqualTo(600);
        assertThat(lines()).isEqualTo(1_200);
        assertThat(jdbc.queryForObject(
                        "SELECT COUNT(DISTINCT import_row) FROM consent_ledger WHERE patient_id = ?",
                        Integer.class,
                        patient))
                .isEqualTo(600);
    }

    @Test
    void forgetsNoFileThatWasReceivedAfterAll() {
        worker.stop();
        var id = Ids.next().toString();
        begin(id);
        transactions.executeWithoutResult(status -> imports.received(id, "f".repeat(64), 1, 1));

        transactions.executeWithoutResult(status -> imports.forget(id));

        assertThat(imports.find(id, ORGANIZATION)).isPresent();
        assertThat(imports.lines(id, 0)).hasSize(1);
        transactions.executeWithoutResult(
                status -> imports.advance(imports.find(id, ORGANIZATION).orElseThrow(), 1, 1, 0));
    }

    @Test
    void takesNothingMoreOfAFileItHasForgotten() {
        var id = Ids.next().toString();
        begin(id);
        transactions.executeWithoutResult(status -> imports.forget(id));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> transactions.executeWithoutResult(
                        status -> imports.keep(id, 1, List.of(new Lines.Line(3, "row")))));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () -> transactions.executeWithoutResult(status -> imports.received(id, "e".repeat(64), 2, 2)));
        assertThat(jdbc.queryForList("SELECT chunk FROM consent_import_chunks WHERE import_id = ?", Integer.class, id))
                .isEmpty();
    }

    private void begin(String id) {
        transactions.executeWithoutResult(status -> {
            imports.open(id, ORGANIZATION, "test", Header.read(HEADER.strip()));
            imports.keep(id, 0, List.of(new Lines.Line(2, "row")));
        });
    }

    @Test
    void givesUpAChunkThatCannotBeRecordedAndTakesItUpAgainWhenAsked() {
        worker.stop();
        var answer = upload(HEADER + GRANT.formatted(patient, 1, 7));
        var id = answer.json().path("id").asString();
        var sealed =
                jdbc.queryForObject("SELECT content FROM consent_import_chunks WHERE import_id = ?", String.class, id);
        overwriteChunk(id, "spoilt");

        worker.start();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(read(answer).path("state").asString()).isEqualTo("failed"));
        overwriteChunk(id, sealed);
        var resumed = api.post("/consent-imports/" + id + "/resume", compliance, "application/json", "");
        assertThat(resumed.status()).isEqualTo(200);
        awaitDone(answer);
        assertThat(ledger()).isEqualTo("grant transactional 2, grant marketing 2");
        assertThat(api.post("/consent-imports/" + id + "/resume", compliance, "application/json", "")
                        .problem())
                .isEqualTo("not-failed");
    }

    @Test
    void refusesWhatIsNoTableOfConsents() {
        assertThat(upload("").problem()).isEqualTo("empty-file");
        assertThat(upload(HEADER).problem()).isEqualTo("empty-file");
        assertThat(upload("patient_id,channel\n1,sms\n").problem()).isEqualTo("invalid-header");
        assertThat(upload(HEADER + "1\n".repeat(100_001)).problem()).isEqualTo("too-many-rows");
        assertThat(api.post("/consent-imports", compliance, "application/json", "{}")
                        .status())
                .isEqualTo(415);
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM consent_imports WHERE state = 'receiving'", Integer.class))
                .isZero();
    }

    @Test
    void showsFilesToTheirOrganizationOnly() {
        var answer = upload(HEADER + GRANT.formatted(patient, 1, 7));
        var path = "/consent-imports/" + answer.json().path("id").asString();
        var stranger = tokens.bearer(99, "compliance");

        assertThat(api.get(path, stranger).problem()).isEqualTo("unknown-import");
        assertThat(api.get(path + "/errors", stranger).problem()).isEqualTo("unknown-import");
        assertThat(api.get("/consent-imports", stranger).json().path("imports").size())
                .isZero();
        assertThat(api.get("/consent-imports?limit=1", compliance)
                        .json()
                        .path("imports")
                        .get(0)
                        .path("id"))
                .isEqualTo(answer.json().path("id"));
        awaitDone(answer);
    }

    private Answer upload(String content) {
        return api.post("/consent-imports", compliance, "text/csv", content);
    }

    private JsonNode awaitDone(Answer upload) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(read(upload).path("state").asString()).isEqualTo("done"));
        return read(upload);
    }

    private JsonNode read(Answer upload) {
        return api.get("/consent-imports/" + upload.json().path("id").asString(), compliance)
                .json();
    }

    private String errors(Answer upload) {
        var path = "/consent-imports/" + upload.json().path("id").asString() + "/errors?limit=2";
        var found = new StringBuilder();
        var page = api.get(path, compliance).json();
        while (true) {
            page.path("errors")
                    .forEach(each -> found.append(found.isEmpty() ? "" : "; ")
                            .append(each.path("row").asInt())
                            .append(' ')
                            .append(each.path("field").asString())
                            .append(' ')
                            .append(each.path("code").asString()));
            if (page.path("next").isNull()) {
                return found.toString();
            }
            page = api.get(path + "&after=" + page.path("next").asString(), compliance)
                    .json();
        }
    }

    private String ledger() {
        return String.join(
                ", ",
                jdbc.queryForList(
                        "SELECT CONCAT(action, ' ', consent_class, ' ', import_row) FROM consent_ledger"
                                + " WHERE patient_id = ? ORDER BY id",
                        String.class,
                        patient));
    }

    private void overwriteChunk(String id, @Nullable String content) {
        transactions.executeWithoutResult(
                status -> jdbc.update("UPDATE consent_import_chunks SET content = ? WHERE import_id = ?", content, id));
    }

    private int lines() {
        var count =
                jdbc.queryForObject("SELECT COUNT(*) FROM consent_ledger WHERE patient_id = ?", Integer.class, patient);
        return count == null ? 0 : count;
    }
}
