package com.ovhi.outreach.analytics.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.testing.Chromium;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages in a real browser, in light and dark, with a keyboard and nothing else. */
@ServiceTest(schema = "ovhi_analytics")
class ConsoleBrowserTests implements Outside {

    private final TestTokens tokens;
    private final Visitor visitor;
    private final int port;
    private @Nullable Screen started;

    ConsoleBrowserTests(TestTokens tokens, @LocalServerPort int port) {
        this.tokens = tokens;
        visitor = new Visitor(port, tokens);
        this.port = port;
    }

    @BeforeEach
    void signIn() {
        Chromium.missing().ifPresent(why -> Assumptions.abort("The browser test is skipped: " + why));
        SERVICES.reset();
        visitor.signIn("clinic-staff", "campaign-manager", "compliance", "ops");
        Scenes.jobs();
        Scenes.request();
        Scenes.deadLetters();
        Scenes.inbox();
        Scenes.campaigns();
        Scenes.templates();
        Scenes.experiments();
        started = new Screen(port, visitor.cookie().getValue());
    }

    @AfterEach
    void close() {
        visitor.close();
        if (started != null) {
            started.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void readsWellOnEveryPage(String scheme) {
        screen().prefer(scheme);

        screen().open("jobs", "Id of a job or request, or patient number");
        screen().check("jobs-" + scheme);
        screen().search(Scenes.PATIENT);
        screen().check("jobs-found-" + scheme);
        screen().click("appt reminder, 0198c7b2");
        screen().see("It goes by text message, as the patient prefers.");
        screen().check("job-" + scheme);

        screen().open("inbox", "no answer known");
        screen().check("inbox-" + scheme);
        screen().click("Urgent: question, 000001");
        screen().see("emergency, 91.3 %, in es");
        screen().click("Claim");
        screen().see("Send answer");
        screen().check("inbox-claimed-" + scheme);

        screen().open("dead-letters", "Waiting for a second person");
        screen().check("dead-letters-" + scheme);

        screen().open("campaigns", "840 of 1,200 patients");
        screen().check("campaigns-" + scheme);
        screen().click("Flu shots");
        screen().see("left segment");
        assertThat(screen().row("left segment")).isEqualTo("left segment 37");
        assertThat(screen().row("2 campaign education"))
                .isEqualTo("2 campaign education by preference 200 900 880 5 160 120 15 0 7");
        assertThat(screen().text()).contains("approval needed");
        screen().check("campaign-" + scheme);

        screen().open("templates", "Reminder, a day before");
        screen().check("templates-" + scheme);
        screen().click("Reminder, a day before");
        screen().see("0.0079 USD in US");
        screen().check("template-" + scheme);

        screen().open("experiments", "campaign education, campaign 5");
        screen().check("experiments-" + scheme);
        screen().click("campaign education, campaign 5");
        screen().see("4.2 % (-1.0 % to 9.4 %)");
        assertThat(screen().row("control 1,000"))
                .isEqualTo("control 1,000 900 310 31.0 % (28.0 % to 34.0 %) 27.9 % to 34.2 % 3.0 %");
        assertThat(screen().row("messages"))
                .isEqualTo("messages control 1.50 short 1.25 0.25 (-0.01 to 0.51) 0.0312 0.13 to 0.37 98.7 %");
        assertThat(screen().row("kept visits")).isEqualTo("kept visits control 0.40 short 0.40 0.00 1.0000 – –");
        screen().check("experiment-" + scheme);
    }

    @Test
    void findsAJobWithTheKeyboardAlone() {
        screen().open("jobs", "Id of a job or request, or patient number");

        screen().press(Keys.TAB);
        assertThat(screen().active().getText()).isEqualTo("Skip to content");
        screen().tabTo(each -> "sought".equals(each.getDomAttribute("name")));
        assertThat(screen().focusIsVisible()).isTrue();
        screen().press(Scenes.PATIENT);
        screen().press(Keys.ENTER);
        screen().see("Jobs, newest first");
        screen().tabTo(each -> each.getText().startsWith("appt reminder"));
        assertThat(screen().focusIsVisible()).isTrue();
        screen().press(Keys.ENTER);

        screen().see("It goes by text message, as the patient prefers.");
        await().atMost(Screen.PATIENCE)
                .until(() -> screen().active().getTagName().equals("h2"));
        assertThat(screen().active().getText()).isEqualTo("appt reminder by sms: queued");
        assertThat(screen().text()).contains("opted out", "quiet hours");
        screen().noPatientIsInAnAddress();
    }

    @Test
    void tellsWhyARequestBecameNoJob() {
        screen().open("jobs", "Id of a job or request, or patient number");

        screen().type("sought", Scenes.REQUEST, Keys.ENTER);

        screen().see("Nothing was sent: the patient has opted out.");
        assertThat(screen().text()).contains("A request that became no job", "opted out");
    }

    @Test
    void answersAPatientOnceThoughTheFirstAttemptFails() {
        screen().open("inbox", "no answer known");
        screen().click("Urgent: question, 000001");
        screen().see(Scenes.TEXT);
        screen().click("Claim");
        screen().see("Send answer");

        screen().type("answer", "Yes, at nine.");
        screen().click("Check the text");
        screen().see("diagnosis: Leave the diagnosis out");
        screen().click("Send answer");
        screen().see("Try again in a moment");
        assertThat(screen().value("answer")).isEqualTo("Yes, at nine.");
        screen().click("Send answer");
        screen().see("The answer is on its way.");

        var orders = SERVICES.requests().stream()
                .filter(each -> each.path().endsWith("/answer"))
                .toList();
        assertThat(orders).hasSize(2);
        assertThat(orders)
                .extracting(each -> each.headers().get("Idempotency-Key"))
                .doesNotContainNull();
        assertThat(orders.getFirst().headers().get("Idempotency-Key"))
                .isEqualTo(orders.getLast().headers().get("Idempotency-Key"));
        screen().noPatientIsInAnAddress();
    }

    @Test
    void triesMarkedDeadLettersAgainWithTheKeyboardAlone() {
        screen().open("dead-letters", "circuit patience");

        screen().tabTo(each -> "checkbox".equals(each.getDomAttribute("type")));
        screen().press(Keys.SPACE);
        screen().tabTo(each -> "retry".equals(each.getDomAttribute("id")));
        screen().press(Keys.ENTER);

        screen().see("1 will be tried again.");
        assertThat(SERVICES.requests())
                .filteredOn(each -> each.path().endsWith("/reviews"))
                .singleElement()
                .satisfies(each -> assertThat(each.body()).isEqualTo("{\"action\":\"retry\",\"ids\":[17]}"));
    }

    @Test
    void saysThatTheSessionIsOverAndKeepsThePage() {
        screen().open("jobs", "Id of a job or request, or patient number");
        visitor.post("/console/sign-out", "", visitor.csrf());

        screen().search(Scenes.PATIENT);

        screen().see("Your session is over.");
        assertThat(screen().value("sought")).isEqualTo(Scenes.PATIENT);
    }

    /** What somebody has typed must not be lost because the telephone rang. */
    @Test
    void goesOnAfterSigningInAgainInAnotherWindow() {
        screen().open("inbox", "no answer known");
        screen().click("Urgent: question, 000001");
        screen().see(Scenes.TEXT);
        screen().click("Claim");
        screen().see("Send answer");
        screen().type("answer", "Yes, at nine.");
        visitor.post("/console/sign-out", "", visitor.csrf());
        screen().click("Send answer");
        screen().see("Your session is over.");

        visitor.signIn("clinic-staff");
        screen().carry(visitor.cookie().getValue());
        screen().click("Send answer");
        screen().see("Try again in a moment");
        screen().click("Send answer");
        screen().see("The answer is on its way.");

        assertThat(SERVICES.requests())
                .filteredOn(each -> each.path().endsWith("/answer"))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.body()).isEqualTo("{\"text\":\"Yes, at nine.\"}"));
    }

    @Test
    void doesNothingInTheNameOfWhoeverElseHasSignedIn() {
        screen().open("inbox", "no answer known");
        screen().click("Urgent: question, 000001");
        screen().see(Scenes.TEXT);
        visitor.post("/console/sign-out", "", visitor.csrf());
        var before = SERVICES.requests().size();

        try (var other = new Visitor(port, tokens, "omar")) {
            other.signIn("clinic-staff");
            screen().carry(other.cookie().getValue());
            screen().click("Claim");
            screen().see("Somebody else has signed in");
        }

        assertThat(SERVICES.requests().subList(before, SERVICES.requests().size()))
                .noneMatch(each -> each.path().endsWith("/claim"));
    }

    @Test
    void saysThatTheConsoleDoesNotAnswer() {
        screen().open("jobs", "Id of a job or request, or patient number");
        screen().unplug();

        screen().type("sought", Scenes.PATIENT, Keys.ENTER);

        screen().see("The console does not answer.");
    }

    @Test
    void findsJobsByEveryStateThereIs() {
        screen().open("jobs", "Id of a job or request, or patient number");

        assertThat(screen().choices("state"))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of(""), Arrays.stream(JobStatus.values()).map(JobStatus::code))
                        .toList());
    }

    private Screen screen() {
        return Objects.requireNonNull(started);
    }
}
