package com.ovhi.outreach.analytics.console;

import static com.ovhi.outreach.analytics.console.Outside.SERVICES;

import com.ovhi.outreach.common.testing.FakeService.Response;
import com.ovhi.outreach.common.testing.GoldenFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What the services answer while the browser test looks at the pages: one of each thing, with every field they have. */
final class Scenes {

    static final String JOB = "0198c7b2-1111-7000-8000-000000000001";
    static final String REQUEST = "0198c7b2-2222-7000-8000-000000000002";
    static final String PATIENT = "987654321";

    /** What somebody wrote who knows HTML. */
    static final String TEXT = "<img src=x onerror=alert(1)> ¿Puedo ir a las 9?";

    private Scenes() {}

    static void jobs() {
        var job = """
                {"job_id":"%s","request_id":"%s","patient_id":"%s","purpose":"appt_reminder","channel":"sms",
                 "channel_route":["sms","email"],"status":"queued","recipient":"•••• 1234","language":"es",
                 "scheduled_at":"2026-03-03T16:00:00Z","expires_at":"2026-03-04T15:00:00Z","sent_at":null,"template_id":3,
                 "template_version":2,"campaign_id":null,"provider_id":7,"ab_variant":null,"is_urgent":false,"retry_count":1,
                 "error_message":null,"provider_message_id":null,"delivery_conflict":false,"previous_job_id":null}""".formatted(JOB, JOB, PATIENT);
        SERVICES.answer("GET", "/api/v1/comm/jobs", 200, "{\"jobs\":[" + job + "],\"next\":null}");
        SERVICES.answer("GET", "/api/v1/comm/jobs/" + JOB, 200, """
                {"job":%s,"milestones":{"scheduled":"2026-03-02T17:00:00Z","processing":"2026-03-03T16:00:01Z"},
                 "decision":{"verdict":"accepted","sentence":"It goes by text message, as the patient prefers.",
                  "purpose":"appt_reminder","channel":"sms","judgements":[
                   {"rule":"consent","channel":"sms","verdict":"allowed","version":4,"inputs":{"preference_version":"9"}},
                   {"rule":"quiet-hours","verdict":"later","reason":"before-08:00"},
                   {"rule":"consent","channel":"whatsapp","verdict":"refused","reason":"opted-out"}]},
                 "next_job_id":null,"told_by_job_id":null}""".formatted(job));
    }

    /** It became no job, so there is none of that id. */
    static void request() {
        SERVICES.answer("GET", "/api/v1/comm/requests/" + REQUEST, 200, """
                {"request_id":"%s","patient_id":"%s","job_id":null,"decision":{"verdict":"refused",
                 "sentence":"Nothing was sent: the patient has opted out.","reason":"contact-not-allowed",
                 "purpose":"appt_reminder","judgements":[{"rule":"consent","verdict":"refused","reason":"opted-out"}]}}""".formatted(REQUEST, PATIENT));
    }

    static void deadLetters() {
        SERVICES.answer("GET", "/api/v1/comm/dlq", 200, """
                {"items":[{"id":17,"job_id":"%s","patient_id":"%s","channel":"sms","purpose":"appt_reminder",
                 "reason_code":"circuit-patience","attempts":5,"state":"open","outcome":"no-channel-left","reviewer":null,
                 "note":null,"opened_at":"2026-03-02T17:00:00Z","changed_at":"2026-03-02T17:00:00Z"}],"next":null}""".formatted(JOB, PATIENT));
        SERVICES.answer("GET", "/api/v1/comm/dlq/proposals", 200, """
                {"proposals":[{"id":"%s","review":{"action":"discard"},"items":400,"state":"proposed","proposed_by":"omar",
                 "approved_by":null,"proposed_at":"2026-03-02T17:00:00Z","approved_at":null}]}""".formatted(JOB));
        SERVICES.answer("POST", "/api/v1/comm/dlq/reviews", 200, "{\"items\":1,\"proposal_id\":null}");
    }

    /** One reply that needs a person; the first attempt to answer it fails. */
    static void inbox() {
        var claimed = new AtomicReference<>("null");
        var tries = new AtomicInteger();
        var item = "/api/v1/inbox/" + JOB;
        SERVICES.respond(
                "GET",
                "/api/v1/inbox",
                _ -> new Response(200, "{\"items\":[" + item(claimed.get()) + "],\"next\":null}"));
        SERVICES.respond("POST", item + "/claim", _ -> {
            claimed.set("\"nora\"");
            return new Response(200, item(claimed.get()));
        });
        SERVICES.respond("POST", item + "/assign", _ -> {
            claimed.set("\"omar\"");
            return new Response(200, item(claimed.get()));
        });
        SERVICES.answer("GET", "/api/v1/inbox/colleagues", 200, "{\"colleagues\":[\"nora\",\"omar\"]}");
        SERVICES.answer("GET", "/api/v1/inbox/counts", 200, """
                {"open":1742,"urgent":3,"suspected_stops":5,"unclaimed":1700,"mine":2,
                 "oldest_unclaimed":"2026-03-02T17:00:00Z","intents":{"question":1742}}""");
        SERVICES.respond("POST", item + "/label", _ -> new Response(200, item(claimed.get())));
        SERVICES.answer("GET", "/api/v1/inbound/" + JOB, 200, """
                {"id":"%s","organization_id":11,"patient_id":%s,"channel":"sms","from_address":"+16025550199",
                 "to_address":"+16025550000","body":"%s","intent":"question","language":"es","received_at":"2026-03-02T17:00:00Z"}""".formatted(JOB, PATIENT, TEXT));
        SERVICES.answer("POST", "/api/v1/lint", 200, """
                {"good":false,"findings":[{"rule":"diagnosis","from":0,"to":4,"way_out":"Leave the diagnosis out"}]}""");
        SERVICES.respond(
                "POST",
                item + "/answer",
                _ -> tries.incrementAndGet() == 1
                        ? new Response(503, "{\"type\":\"urn:ovhi:problem:busy\",\"detail\":\"Try again in a moment\"}")
                        : new Response(202, item(claimed.get())));
    }

    /** The patient of that reply wrote too long ago for free text. */
    static void closedWindow() {
        SERVICES.respond(
                "POST",
                "/api/v1/inbox/" + JOB + "/answer",
                order -> order.body().contains("template")
                        ? new Response(202, item("\"nora\""))
                        : new Response(409, """
                                {"type":"urn:ovhi:problem:window-closed","detail":"A template message may be chosen instead",
                                 "templates":["call-us","new-message"]}"""));
    }

    private static String item(String claimedBy) {
        return """
                {"id":"%s","organization_id":11,"patient_id":%s,"inbound_id":"%s","channel":"sms","intent":"question",
                 "reason":"no-answer-known","state":"open","received_at":"2026-03-02T17:00:00Z","claimed_by":%s,
                 "claimed_at":null,"label":null,"closed_at":null,"closed_by":null,"urgent":true,"answer":null,
                 "suggestion":{"intent":"emergency","confidence":0.913,"language":"es","model":"m1"},"language":"es-MX"}""".formatted(JOB, PATIENT, JOB, claimedBy);
    }

    static void campaigns() {
        var campaign = GoldenFile.read("campaign-view.json");
        SERVICES.answer("GET", "/api/v1/campaigns", 200, "{\"campaigns\":[" + campaign + "],\"next\":null}");
        SERVICES.answer("GET", "/api/v1/campaigns/5", 200, campaign);
        var report = GoldenFile.read("campaign-report.json");
        var approved = new AtomicBoolean();
        SERVICES.respond(
                "GET",
                "/api/v1/campaigns/5/report",
                _ -> new Response(200, approved.get() ? report.replace("approval-needed", "empty-audience") : report));
        SERVICES.respond("POST", "/api/v1/campaigns/5/approve", _ -> {
            approved.set(true);
            return new Response(200, campaign);
        });
        for (var order : List.of("activate", "pause", "complete", "cancel")) {
            SERVICES.answer("POST", "/api/v1/campaigns/5/" + order, 200, campaign);
        }
    }

    static void templates() {
        SERVICES.answer("GET", "/api/v1/templates", 200, """
                {"items":[{"id":3,"version":2,"name":"Reminder, a day before","purpose":"appt_reminder","channel":"sms",
                 "language":"es","variables":["clinic_name","visit_date"],"level":"organization","variant":null}],"next_after":null}""");
        SERVICES.answer("POST", "/api/v1/templates/3/preview", 200, """
                {"template_id":3,"template_version":2,"channel":"sms","language":"es","subject":null,"text":"%s","html":"<p>x</p>",
                 "sms":{"encoding":"gsm7","units":40,"segments":1,"characters_left":120,"unicode_because_of":[],
                  "estimated_cost":{"country":"US","currency":"USD","per_segment":0.0079,"total":0.0079}}}""".formatted(TEXT));
    }

    static void experiments() {
        SERVICES.answer("GET", "/api/v1/analytics/experiments", 200, """
                {"rows":[{"experiment_id":9,"campaign_id":5,"purpose":"campaign_education",
                 "first_exposed_at":"2026-03-02T17:00:00Z","verdict":null,"variant":null}],"page":0,"size":50,"total_rows":1}""");
        SERVICES.answer("GET", "/api/v1/analytics/experiments/9", 200, """
                {"experiment_id":9,"campaign_id":5,"purpose":"campaign_education","first_exposed_at":"2026-03-02T17:00:00Z",
                 "primary":"confirmed","decisions":[],"sample_ratio":null,"sample_ratio_alarm":true,"variants":[
                  {"variant":"control","holdout":false,"exposed":1000,"ripe":900,"probability_best":0.03,"expected_loss":0.04,
                   "outcomes":[{"metric":"confirmed","patients":310,"rate":0.31,"interval":{"low":0.28,"high":0.34},
                    "credible":{"low":0.279,"high":0.342}}]},
                  {"variant":"short","holdout":false,"exposed":998,"ripe":null,"probability_best":0.97,"expected_loss":0.0,
                   "outcomes":[]}],
                 "comparisons":[{"metric":"confirmed","variant":"short","against":"control","difference":0.042,
                  "interval":{"low":0.01,"high":0.07},"p_value":0.01,"anytime_interval":{"low":-0.01,"high":0.094},
                  "p_anytime":0.04,"p_adjusted":0.06}],"lift":null,"continuous":[
                  {"of":"messages","variant":"control","against":"short","mean":1.5,"mean_against":1.25,"welch":null,
                   "anytime":{"estimate":0.25,"p_value":0.03,"interval":{"low":-0.011,"high":0.511}},"p_adjusted":0.0312,
                   "posterior":{"credible":{"low":0.128,"high":0.372},"probability_more":0.987}},
                  {"of":"kept_visits","variant":"control","against":"short","mean":0.4,"mean_against":0.4,"welch":null,
                   "anytime":null,"p_adjusted":1,"posterior":null}],
                 "guardrails":[{"metric":"opted_out","variant":"short","patients":null,"ceiling":0.02,"over":false,"worse":true}]}""");
    }
}
