package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence.Answer;
import com.ovhi.outreach.local.check.evidence.Evidence.PermissionChange;
import com.ovhi.outreach.local.check.evidence.Evidence.QueueRow;
import com.ovhi.outreach.local.check.evidence.Evidence.Request;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A violation that is planted in a world in which all is well.
 *
 * @param invariant the name of the one that has to find it
 */
record Plant(String invariant, Consumer<Scene> change) {

    private static final Instant NIGHT = Instant.parse("2026-03-03T06:00:00Z");

    @Override
    public String toString() {
        return invariant;
    }

    static Stream<Plant> all() {
        return planted().entrySet().stream().map(each -> new Plant(each.getKey(), each.getValue()));
    }

    private static Map<String, Consumer<Scene>> planted() {
        var plants = new LinkedHashMap<String, Consumer<Scene>>();
        plants.putAll(plantedAroundJobs());
        plants.putAll(plantedAtTheGate());
        plants.putAll(plantedInTheBooks());
        return plants;
    }

    private static Map<String, Consumer<Scene>> plantedAroundJobs() {
        var plants = new LinkedHashMap<String, Consumer<Scene>>();
        plants.put("a feed was played, and jobs came of it", scene -> scene.feed.clear());
        plants.put("something was sent, unless all of it waits", scene -> scene.ledger.clear());
        plants.put("there are logs", scene -> scene.logs.clear());
        plants.put("no job was accepted twice by a provider", scene -> scene.ledger.add(message(4, Scene.JOB)));
        plants.put("no contact slot was used twice", scene -> {
            scene.jobs.add(Scene.job("twin", Scene.SLOT, "sent", Map.of("sent", Scene.SENT)));
            scene.ledger.add(message(4, "twin"));
        });
        plants.put(
                "at most one attempt of a slot is open or accepted",
                scene -> scene.intents.add(Scene.intent(2, Scene.JOB, Scene.SLOT, "unknown")));
        plants.put(
                "no occasion became two jobs",
                scene -> scene.decisions.add(Scene.decision("r9", "other", Scene.VISIT + "/appt_confirm")));
        plants.put("each event that calls for a message has a decision", scene -> scene.decisions.removeLast());
        plants.put(
                "each request has a decision",
                scene -> scene.requests.add(new Request("lost", "any@1/a/b", Scene.NOW)));
        plants.put("no event waited in vain", scene -> scene.orphans.add("event-1"));
        plants.put("decisions and jobs belong together", scene -> scene.jobs.removeLast());
        plants.put(
                "each job has ended or waits for its time",
                scene -> scene.queue.set(1, new QueueRow("waiting-1", "waiting", Scene.NOW.minusSeconds(300))));
        plants.put("each accepted message belongs to a job that knows", scene -> scene.ledger.add(message(4, "who?")));
        plants.put(
                "each job that was sent was accepted exactly once",
                scene -> scene.ledger.removeIf(LedgerEntry::accepted));
        plants.put("each accepted message is the outcome of an attempt", scene -> scene.intents.clear());
        return plants;
    }

    private static Map<String, Consumer<Scene>> plantedAtTheGate() {
        var plants = new LinkedHashMap<String, Consumer<Scene>>();
        plants.put(
                "nothing was sent in quiet hours",
                scene -> scene.ledger.set(0, Scene.line(1, "MESSAGE", NIGHT, Scene.JOB, "accepted", "")));
        plants.put(
                "no attempt was opened after an opt-out had reached the gate",
                scene -> scene.permissionChanges.add(new PermissionChange(2, 1001, "sms", 2, false, false, "none", 0)));
        plants.put("nothing was accepted for an address 10 s after its STOP", scene -> {
            scene.ledger.add(Scene.line(4, "INBOUND", Scene.SENT.plusSeconds(10), null, "", "Stop"));
            scene.ledger.add(Scene.line(5, "MESSAGE", Scene.SENT.plusSeconds(30), "another", "accepted", ""));
        });
        plants.put("nobody registered as opted out got anything", scene -> scene.ledger.add(whatsApp("14805553471")));
        plants.put(
                "each call was preceded by an intent",
                scene -> scene.ledger.add(Scene.line(4, "CALL", Scene.SENT, "waiting-1", "fault", "")));
        plants.put(
                "each answer was sent after its gate, and is known",
                scene -> scene.answers.set(0, new Answer(Scene.ANSWER, "unknown", null, Scene.SENT)));
        plants.put("no job was tried more than six times", scene -> {
            for (var i = 0; i < 6; i++) {
                scene.ledger.add(Scene.line(4 + i, "CALL", Scene.SENT, Scene.JOB, "fault", ""));
            }
        });
        plants.put(
                "nothing was sent that was cancelled before",
                scene -> scene.jobs.set(
                        0,
                        Scene.job(
                                Scene.JOB,
                                Scene.SLOT,
                                "delivered",
                                Map.of("sent", Scene.SENT, "cancelled", Scene.SENT.minusSeconds(60)))));
        plants.put(
                "each message went to an address of its patient", scene -> scene.ledger.add(whatsApp("14805559999")));
        return plants;
    }

    private static Map<String, Consumer<Scene>> plantedInTheBooks() {
        var plants = new LinkedHashMap<String, Consumer<Scene>>();
        plants.put(
                "each delivery a provider reported is known",
                scene -> scene.ledger.add(Scene.line(4, "STATUS", Scene.SENT, "waiting-1", "delivered", "")));
        plants.put(
                "no job was delivered that was not sent",
                scene -> scene.jobs.add(Scene.job("odd", "odd", "delivered", Map.of("delivered", Scene.SENT))));
        plants.put(
                "statistics are the count of the milestones", scene -> scene.stats.put("11/sms/appt_confirm/sent", 2L));
        plants.put("all events are published", scene -> scene.backlog.put("ovhi_channel", 3L));
        plants.put("there are no dead letters", scene -> scene.deadLetters.put("outreach.job.v1.analytics.dlt", 1L));
        plants.put(
                "no log tells who somebody is or what they take",
                scene -> scene.logs.add(Scene.log("sent to Gerardo Gutkowski")));
        plants.put(
                "no message names a medication, a test or the family name",
                scene -> scene.ledger.set(
                        0, Scene.line(1, "MESSAGE", Scene.SENT, Scene.JOB, "accepted", "Dear Mr. Gutkowski")));
        return plants;
    }

    private static LedgerEntry message(long seq, String job) {
        return Scene.line(seq, "MESSAGE", Scene.SENT, job, "accepted", "");
    }

    private static LedgerEntry whatsApp(String to) {
        return new LedgerEntry(
                "whatsapp", 1, "MESSAGE", Scene.SENT, Scene.SENT, "accepted", "1", to, "wamid.1", Scene.JOB, "");
    }
}
