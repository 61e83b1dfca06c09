package com.ovhi.outreach.local.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.local.check.evidence.Evidence.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvariantTests {

    @TempDir
    private Path folder;

    @Test
    void aWorldInWhichAllIsWellHoldsThemAll() {
        assertThat(SuiteCheck.invariants())
                .allSatisfy(each -> assertThat(each.violations(new Scene().evidence()))
                        .as(each.name())
                        .isEmpty());
    }

    @Test
    void eachOfThemHasAPlantedViolation() {
        assertThat(plants().map(Plant::invariant).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        SuiteCheck.invariants().stream().map(Invariant::name).toList());
    }

    @ParameterizedTest
    @MethodSource("plants")
    void findsWhatWasPlanted(Plant plant) {
        var scene = new Scene();
        plant.change().accept(scene);

        assertThat(violations(scene, plant.invariant())).isNotEmpty();
    }

    @Test
    void failsLoudlyAndNamesTheInvariant() {
        var scene = new Scene();
        scene.ledger.add(Scene.line(4, "MESSAGE", Scene.SENT, Scene.JOB, "accepted", ""));
        var heard = new ByteArrayOutputStream();

        var well = SuiteCheck.judge(scene.evidence(), new PrintStream(heard, true, StandardCharsets.UTF_8));

        assertThat(well).isFalse();
        assertThat(heard.toString(StandardCharsets.UTF_8))
                .contains("WRONG no job was accepted twice by a provider")
                .contains(Scene.JOB)
                .contains("THE CHECK FAILED");
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void logsAreSearchedForEverythingThatIdentifies(String line) throws IOException {
        var scene = new Scene();
        var log = Files.writeString(folder.resolve("suite.log"), "all is well\n" + line + "\n");
        scene.logs.add(log);

        assertThat(violations("no log tells who somebody is or what they take", scene))
                .singleElement()
                .asString()
                .startsWith("suite.log:2 ")
                .doesNotContain("Gutkowski");
    }

    static Stream<String> leaks() {
        return Stream.of(
                "sent to Gerardo Gutkowski",
                "patient GERARDO GUTKOWSKI",
                "to=gerardo.1001@example.org",
                "GET /x?to=gerardo.1001%40example.org",
                "to=+14805553471",
                "to=%2B14805553471",
                "call (480) 555-3471 now",
                "refill of hydrochlorothiazide due");
    }

    @Test
    void logsMayHoldIdsAndClinics() throws IOException {
        var scene = new Scene();
        scene.logs.add(Files.writeString(folder.resolve("suite.log"), """
                job_id=01890000-0000-7000-8000-000000000001 patient_id=1001
                clinic +16025550000 Arizona Clinics, offset 914805553471234, an extended release of a tablet
                """));

        assertThat(violations("no log tells who somebody is or what they take", scene))
                .isEmpty();
    }

    @Test
    void aClinicianMayBeCalledLikeThePatient() {
        var scene = new Scene();
        scene.feed.add(Scene.event("provider.updated", "{\"display_name\": \"Dr. Gutkowski\"}"));
        scene.ledger.set(0, Scene.line(1, "MESSAGE", Scene.SENT, Scene.JOB, "accepted", "See Dr. Gutkowski"));

        assertThat(violations("no message names a medication, a test or the family name", scene))
                .isEmpty();
    }

    @Test
    void anEmptyWorldIsNotInOrder() {
        var scene = new Scene();
        List.of(scene.feed, scene.ledger, scene.jobs, scene.requests, scene.decisions, scene.intents, scene.queue)
                .forEach(List::clear);
        scene.stats.clear();

        assertThat(SuiteCheck.judge(
                        scene.evidence(),
                        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void whereAllStillWaitsNothingNeedHaveBeenSent() {
        var scene = new Scene();
        scene.jobs.removeFirst();
        scene.ledger.clear();

        assertThat(violations(scene, "something was sent, unless all of it waits"))
                .isEmpty();
    }

    @Test
    void aMessageToWhomTheFeedDoesNotKnowIsNotPassedOver() {
        var scene = new Scene();
        scene.feed.removeIf(event -> event.type().equals("patient.registered"));

        assertThat(violations(scene, "each message went to an address of its patient"))
                .isNotEmpty();
    }

    private static List<String> violations(Scene scene, String name) {
        return SuiteCheck.invariants().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .violations(scene.evidence());
    }

    @Test
    void whoStartsAgainMayGetMessagesAgain() {
        var scene = new Scene();
        scene.ledger.add(Scene.line(4, "INBOUND", Scene.SENT.plusSeconds(10), null, "", "STOP"));
        scene.ledger.add(Scene.line(5, "INBOUND", Scene.SENT.plusSeconds(60), null, "", "START"));
        scene.ledger.add(Scene.line(6, "MESSAGE", Scene.SENT.plusSeconds(90), "another", "accepted", ""));

        assertThat(violations("nothing was accepted for an address 10 s after its STOP", scene))
                .isEmpty();
    }

    /** The report that it was not sent comes after all was said of it. */
    @Test
    void whatWasCalledOffIsNotCountedAsFailed() {
        var scene = new Scene();
        scene.jobs.add(Scene.job(
                "off", "off", "cancelled", Map.of("cancelled", Scene.SENT, "failed", Scene.SENT.plusSeconds(1))));
        scene.stats.put("11/sms/appt_confirm/cancelled", 1L);

        assertThat(violations("statistics are the count of the milestones", scene))
                .isEmpty();
    }

    @Test
    void whatAProviderTurnedAwayUnreadWasNotTried() {
        var scene = new Scene();
        for (var i = 0; i < 9; i++) {
            scene.ledger.add(Scene.line(4 + i, "CALL", Scene.SENT, Scene.JOB, "throttled", ""));
        }

        assertThat(violations("no job was tried more than six times", scene)).isEmpty();
    }

    @Test
    void whatWasOnItsWayWhenTheStopCameIsForgiven() {
        var scene = new Scene();
        scene.ledger.add(Scene.line(4, "INBOUND", Scene.SENT.plusSeconds(10), null, "", "Stop please"));
        scene.ledger.add(Scene.line(5, "MESSAGE", Scene.SENT.plusSeconds(15), "another", "accepted", ""));

        assertThat(violations("nothing was accepted for an address 10 s after its STOP", scene))
                .isEmpty();
    }

    @Test
    void remindersThatWouldHaveComeTooLateAreNotMissed() {
        var scene = new Scene();
        var late = Instant.parse("2026-03-06T20:00:00Z");
        scene.requests.replaceAll(each -> new Request(each.id(), each.occasion(), late));
        scene.requests.removeIf(each -> each.occasion().contains("appt_reminder"));
        scene.decisions.removeIf(each -> each.occasion().contains("appt_reminder"));

        assertThat(violations("each event that calls for a message has a decision", scene))
                .isEmpty();
    }

    /** The day of a visit that moves is planned anew. */
    @Test
    void remindersOfALaterPlanAreNotMissed() {
        var scene = new Scene();
        scene.decisions.replaceAll(each -> each.occasion().contains("appt_reminder")
                ? Scene.decision(each.requestId(), each.job(), each.occasion() + ".2")
                : each);

        assertThat(violations("each event that calls for a message has a decision", scene))
                .isEmpty();
    }

    private static java.util.List<String> violations(String name, Scene scene) {
        return SuiteCheck.invariants().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .violations(scene.evidence());
    }

    static Stream<Plant> plants() {
        return Plant.all();
    }
}
