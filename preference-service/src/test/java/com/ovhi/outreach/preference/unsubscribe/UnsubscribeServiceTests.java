package com.ovhi.outreach.preference.unsubscribe;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceTest(schema = "ovhi_preference")
class UnsubscribeServiceTests {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    private final TestKafka kafka;
    private final SettableClock clock;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final JdbcTemplate jdbc;
    private final Api api;
    private final int port;
    private final String email = freshPhone().substring(1) + "@example.org";
    private long patient;
    private String path = "";

    UnsubscribeServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes,
            JdbcTemplate jdbc,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.cipher = cipher;
        this.hashes = hashes;
        this.jdbc = jdbc;
        this.port = port;
        api = new Api(port, tokens);
    }

    @BeforeEach
    void registerPatient() {
        clock.advance(Duration.ofMinutes(30));
        patient = aPatient().withEmail(email).register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.EMAIL, null);
        path = "/unsubscribe/" + token(patient);
    }

    @Test
    void asksInThePatientsLanguage() {
        var page = api.get(path, null);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("<html lang=\"es\" dir=\"ltr\">", "Cancelar suscripción")
                .doesNotContain(email, "<script");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void actsOnceHoweverOftenTheClickIsReported() {
        for (var i = 0; i < 4; i++) {
            assertThat(api.post(path, null, FORM, ONE_CLICK).status()).isEqualTo(200);
        }

        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
        assertThat(revocations()).isEqualTo(2);
        clock.advance(Duration.ofHours(1));
        assertThat(api.post(path, null, FORM, ONE_CLICK).status()).isEqualTo(200);
        assertThat(revocations()).isEqualTo(4);
    }

    @Test
    void actsAgainAfterTheAddressWasAllowedInBetween() {
        assertThat(api.post(path, null, FORM, ONE_CLICK).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(api.post(
                                "/preferences/" + patient + "/opt-in",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"email\"}")
                        .status())
                .isEqualTo(200);
        api.awaitChannel(patient, Channel.EMAIL, null);
        clock.advance(Duration.ofMinutes(1));

        assertThat(api.post(path, null, FORM, ONE_CLICK).status()).isEqualTo(200);

        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
    }

    @Test
    void tellsEverybodyAtTheMailboxWhenItIsAllowedAgain() {
        assertThat(api.post(path, null, FORM, ONE_CLICK).status()).isEqualTo(200);
        var newcomer = aPatient().withEmail(email).register(kafka, clock.instant());
        var before = api.awaitChannel(newcomer, Channel.EMAIL, "suppressed-unsubscribe");
        clock.advance(Duration.ofMinutes(1));

        assertThat(api.post(
                                "/preferences/" + patient + "/opt-in",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"email\"}")
                        .status())
                .isEqualTo(200);

        assertThat(api.awaitChannel(newcomer, Channel.EMAIL, null).version()).isEqualTo(before.version() + 1);
        kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == newcomer
                        && each.version() == before.version() + 1
                        && each.channels().get(Channel.EMAIL) instanceof PreferenceChanged.Permission open
                        && open.transactional());
    }

    @Test
    void takesTheFormThatTheStandardAlsoAllows() {
        var body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";

        assertThat(api.post(path, null, "multipart/form-data; boundary=x", body).status())
                .isEqualTo(200);

        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
    }

    @Test
    void doesNothingOnAPostThatDoesNotSaySo() {
        var answer = api.post(path, null, FORM, "x=y");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("not-one-click");
        api.awaitChannel(patient, Channel.EMAIL, null);
    }

    @Test
    void showsAPersonTheSamePageForEveryLinkThatIsNone() throws IOException, InterruptedException {
        var good = token(patient);
        var foreign = cipher.seal("{\"patient_id\":1}", "portal").ciphertext();

        var forged = page("127.0.0.1", good.substring(0, good.length() - 2) + "AA");
        var other = page("127.0.0.1", foreign);

        assertThat(forged.statusCode()).isEqualTo(404);
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(forged.body()).isEqualTo(other.body()).contains("<html lang=\"ar\" dir=\"rtl\">");
    }

    @Test
    void letsNobodyGuess() throws IOException, InterruptedException {
        for (var i = 0; i < 10; i++) {
            assertThat(page("127.0.0.2", "guess-" + i).statusCode()).isEqualTo(404);
        }

        var refused = page("127.0.0.2", "guess");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(page("127.0.0.2", token(patient)).statusCode()).isEqualTo(200);
    }

    @Test
    void actsHoweverOftenSomebodyLooks() {
        // Every second makes room for one look more.
        var looks = new ArrayList<Integer>();
        do {
            looks.add(api.get(path, null).status());
        } while (looks.getLast() == 200 && looks.size() < 300);
        assertThat(looks).hasSizeGreaterThan(60).last().isEqualTo(429);

        for (var i = 0; i < 61; i++) {
            assertThat(api.post(path, null, FORM, ONE_CLICK).status()).isEqualTo(200);
        }
        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
    }

    private HttpResponse<String> page(String from, String token) throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(from))
                .build()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/unsubscribe/" + token))
                            .header("Accept", "text/html,*/*")
                            .header("Accept-Language", "ar")
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private int revocations() {
        var count = jdbc.queryForObject(
                "SELECT COUNT(*) FROM consent_ledger WHERE patient_id = ? AND action = 'revoke'",
                Integer.class,
                patient);
        return count == null ? 0 : count;
    }

    private String token(long patientId) {
        var content = ContractJson.writeText(Map.of(
                "patient_id",
                patientId,
                "organization_id",
                ORGANIZATION,
                "channel",
                "email",
                "address_hash",
                hashes.of(new EmailAddress(email))));
        return cipher.seal(content, "unsubscribe").ciphertext();
    }
}
