package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.HourChoice;
import com.ovhi.outreach.common.contract.MessageContent.WhatsAppTemplate;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.contract.api.RenderedMessage.Choice;
import com.ovhi.outreach.common.contract.api.RenderedMessage.LanguageStep;
import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.FakeService;
import com.ovhi.outreach.common.testing.FakeService.Request;
import com.ovhi.outreach.common.testing.FakeService.Response;
import com.ovhi.outreach.common.testing.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The other services, all behind one address. */
public final class Neighbours {

    /** A template only e-mail has. */
    public static final long EMAIL_TEMPLATE = 70;

    /** A template whose twin at the provider may not be sent, so that e-mail is left. */
    public static final long UNAPPROVED_TEMPLATE = 71;

    /** What the scheduler draws whenever it is asked to. */
    public static final HourChoice DRAWN = new HourChoice(10, false, 0.4, List.of(10, 11));

    private static final Map<Long, Function<Request, Response>> PREFERENCES = new ConcurrentHashMap<>();
    private static final Map<Long, CountDownLatch> HELD_TEXTS = new ConcurrentHashMap<>();

    private static final FakeService HTTP = FakeService.start();

    static {
        HTTP.respond("POST", "/api/v1/templates/render", Neighbours::render);
        HTTP.respond("POST", "/api/v1/plan", Neighbours::plan);
        HTTP.respond("POST", "/api/v1/preferences/effective/batch", Neighbours::effective);
        HTTP.respond("POST", "/api/v1/templates/render/batch", request -> each(request, Neighbours::render));
        HTTP.respond("POST", "/api/v1/plan/batch", request -> each(request, Neighbours::plan));
    }

    private Neighbours() {}

    /** Where they listen. */
    public static String url() {
        return HTTP.url();
    }

    /** What preference-service answers for a patient. */
    public static void prefers(EffectivePreferences preferences) {
        preference(preferences.patientId(), _ -> new Response(200, ContractJson.writeText(preferences)));
    }

    /** preference-service does not know the patient. */
    public static void unknown(long patientId) {
        preference(patientId, _ -> new Response(404, problem("unknown-patient", "")));
    }

    /** preference-service is broken for this patient. */
    public static void broken(long patientId) {
        preference(patientId, _ -> new Response(500, "{}"));
    }

    /** preference-service hangs up when it is asked for this patient. */
    public static void silent(long patientId) {
        preference(patientId, _ -> {
            throw new IllegalStateException("Hangs up");
        });
    }

    /** preference-service does not answer for this patient before it is let go. */
    public static void holdUp(EffectivePreferences preferences, CountDownLatch letGo) {
        preference(preferences.patientId(), _ -> {
            await(letGo);
            return new Response(200, ContractJson.writeText(preferences));
        });
    }

    /** template-service does not answer the next question for a text to this patient before it is let go. */
    public static void holdUpText(long patientId, CountDownLatch letGo) {
        HELD_TEXTS.put(patientId, letGo);
    }

    private static void await(CountDownLatch letGo) {
        try {
            letGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What segment-service answers for a patient. */
    public static void segments(long patientId, int status, String json) {
        HTTP.answer("GET", "/api/v1/patients/" + patientId + "/segments", status, json);
    }

    /** What was asked of template-service for a patient's texts with this clinic name. */
    public static List<RenderRequest> renderings(String clinicName) {
        return asked("/render", RenderRequest.class)
                .filter(each -> clinicName.equals(each.variables().get("clinic_name")))
                .toList();
    }

    /** The plans that were asked for. */
    public static List<PlanRequest> plans() {
        return asked("/plan", PlanRequest.class).toList();
    }

    /** How many calls there were of a path. */
    public static long calls(String path) {
        return HTTP.requests().stream().filter(each -> each.path().equals(path)).count();
    }

    /** Alone and with others. */
    private static <T> Stream<T> asked(String path, Class<T> type) {
        return HTTP.requests().stream().flatMap(each -> {
            if (each.path().endsWith(path)) {
                return Stream.of(ContractJson.read(each.body(), type));
            }
            return each.path().endsWith(path + "/batch")
                    ? questions(each).map(question -> ContractJson.read(question, type))
                    : Stream.empty();
        });
    }

    private static void preference(long patientId, Function<Request, Response> answer) {
        PREFERENCES.put(patientId, answer);
        HTTP.respond("GET", path(patientId), answer);
    }

    /** One that is broken breaks the answer for all. */
    private static Response effective(Request request) {
        var answers = questions(request)
                .map(question -> {
                    var patient = ContractJson.read(question, PatientRef.class).patientId();
                    return PREFERENCES
                            .getOrDefault(patient, _ -> new Response(404, problem("unknown-patient", "")))
                            .apply(request);
                })
                .toList();
        return answers.stream()
                .filter(each -> each.status() >= 500)
                .findFirst()
                .orElseGet(() -> new Response(200, answers(answers)));
    }

    private static Response each(Request request, Function<Request, Response> alone) {
        return new Response(
                200,
                answers(questions(request)
                        .map(question -> alone.apply(new Request(
                                request.method(), request.path(), request.query(), question, request.headers())))
                        .toList()));
    }

    private static Stream<String> questions(Request request) {
        return ContractJson.mapper()
                .readTree(request.body())
                .path("requests")
                .valueStream()
                .map(JsonNode::toString);
    }

    private static String answers(List<Response> answers) {
        return answers.stream()
                .map(each -> each.status() == 200 ? "{\"answer\":" + each.body() + "}" : objection(each))
                .collect(Collectors.joining(",", "{\"answers\":[", "]}"));
    }

    private static String objection(Response refusal) {
        var problem = ContractJson.mapper().readTree(refusal.body());
        var variables = problem.path("variables");
        return "{\"problem\":{\"status\":%d,\"slug\":\"%s\",\"variables\":%s}}"
                .formatted(
                        refusal.status(),
                        problem.path("type").asString("").replace("urn:ovhi:problem:", ""),
                        variables.isArray() ? variables.toString() : "[]");
    }

    private static String path(long patientId) {
        return "/api/v1/preferences/" + patientId + "/effective";
    }

    private static Response render(Request request) {
        var asked = ContractJson.read(request.body(), RenderRequest.class);
        var held = HELD_TEXTS.remove(Objects.requireNonNullElse(asked.patientId(), 0L));
        if (held != null) {
            await(held);
        }
        var template = Objects.requireNonNullElse(asked.templateId(), 7L);
        if (template == 404 || template == EMAIL_TEMPLATE && asked.channel() != Channel.EMAIL) {
            return new Response(404, problem("unknown-template", ""));
        }
        if (template == UNAPPROVED_TEMPLATE && asked.channel() != Channel.EMAIL) {
            return new Response(422, problem("whatsapp-template-not-approved", ",\"state\":\"paused\""));
        }
        if (!asked.variables().containsKey("clinic_name")) {
            return new Response(422, problem("missing-variable", ",\"variables\":[\"clinic_name\"]"));
        }
        var text = asked.variables().toString();
        return new Response(
                200,
                ContractJson.writeText(new RenderedMessage(
                        template,
                        3,
                        asked.channel(),
                        asked.language(),
                        asked.channel() == Channel.EMAIL ? "A message" : null,
                        text,
                        asked.channel() == Channel.EMAIL ? "<p>" + text + "</p>" : null,
                        asked.channel() == Channel.WHATSAPP
                                ? new WhatsAppTemplate("t", "en_US", List.of(), List.of())
                                : null,
                        asked.purpose().marketing(),
                        1,
                        new Choice(
                                Level.GLOBAL,
                                LanguageStep.EXACT,
                                asked.language().equals("en") ? asked.variant() : null))));
    }

    private static Response plan(Request request) {
        var asked = ContractJson.read(request.body(), PlanRequest.class);
        if (asked.window().zones().contains("Etc/Unplannable")) {
            return new Response(400, problem("too-far-ahead", ""));
        }
        var at = Objects.requireNonNullElse(asked.desiredAt(), SettableClock.START);
        if (asked.hourWeights() != null && asked.seed() != null && asked.desiredAt() == null) {
            return new Response(
                    200,
                    ContractJson.writeText(
                            new Plan(Plan.Verdict.PLANNED, at, at.plusSeconds(3_600), List.of("drawn-hour"), DRAWN)));
        }
        return new Response(
                200,
                ContractJson.writeText(
                        asked.window().zones().contains("Pacific/Kiritimati")
                                ? new Plan(Plan.Verdict.REFUSED, null, null, List.of("no-window"))
                                : new Plan(Plan.Verdict.PLANNED, at, at.plusSeconds(3_600), List.of("in-window"))));
    }

    private static String problem(String slug, String more) {
        return "{\"type\":\"urn:ovhi:problem:" + slug + "\"" + more + "}";
    }
}
