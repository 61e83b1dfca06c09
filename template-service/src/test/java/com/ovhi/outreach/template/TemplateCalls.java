package com.ovhi.outreach.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Calls this service as one organisation's people and as a service of the suite. */
public final class TemplateCalls {

    private static final String TEMPLATES = "/api/v1/templates";

    private final RestTestClient http;
    private final TestTokens tokens;
    private final long organization;

    public TemplateCalls(int port, TestTokens tokens, long organization) {
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
        this.tokens = tokens;
        this.organization = organization;
    }

    /** The token of a person. */
    public String person(String name, String role) {
        return "Bearer " + tokens.token(name, organization, role);
    }

    public String author() {
        return person("ana", "clinic-staff");
    }

    public String reviewer() {
        return person("rob", "compliance");
    }

    public Answer get(String path, String bearer) {
        return exchange(HttpMethod.GET, path, bearer, null, Map.of());
    }

    public Answer post(String path, String bearer, @Nullable Object body) {
        return exchange(HttpMethod.POST, path, bearer, body, Map.of());
    }

    /** One call; a body that is no text is written as JSON. */
    public Answer exchange(
            HttpMethod method,
            String path,
            @Nullable String bearer,
            @Nullable Object body,
            Map<String, String> headers) {
        var request = http.method(method).uri(path);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        headers.forEach(request::header);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON)
                    .body(body instanceof String text ? text : ContractJson.writeText(body));
        }
        var result = request.exchange().expectBody(String.class).returnResult();
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders().getETag(),
                Objects.requireNonNullElse(result.getResponseBody(), ""),
                headers(result.getResponseHeaders()));
    }

    private static Map<String, String> headers(HttpHeaders received) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(received.toSingleValueMap());
        return headers;
    }

    /** A draft, as staff would send it. */
    public static Map<String, Object> sms(String purpose, String language, String body) {
        var draft = new HashMap<String, Object>();
        draft.put("name", "Ours");
        draft.put("purpose", purpose);
        draft.put("channel", "sms");
        draft.put("language", language);
        draft.put("body", body);
        draft.put("variables", List.of("clinic_name", "clinic_phone"));
        return draft;
    }

    /** The same with one more field. */
    public static Map<String, Object> with(Map<String, Object> draft, String field, Object value) {
        var copy = new HashMap<>(draft);
        copy.put(field, value);
        return copy;
    }

    /** Creates a template and gives its id. */
    public long draft(Map<String, Object> draft) {
        var created = post(TEMPLATES, author(), draft);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return created.json().at("/id").asLong();
    }

    /** Creates a template and takes its first version into force. */
    public long published(Map<String, Object> draft) {
        var id = draft(draft);
        publish(id, 1);
        return id;
    }

    /** Writes the next version, or changes the open draft. */
    public Answer write(long id, Map<String, Object> draft) {
        return exchange(HttpMethod.PUT, TEMPLATES + "/" + id, author(), draft, Map.of("If-Match", tag(id)));
    }

    /** Takes a draft all the way. */
    public void publish(long id, int version) {
        assertThat(move(id, version, "submit", author()).status()).isEqualTo(200);
        assertThat(move(id, version, "approve", reviewer()).status()).isEqualTo(200);
        assertThat(move(id, version, "publish", reviewer()).status()).isEqualTo(200);
    }

    public Answer move(long id, int version, String move, String bearer) {
        return move(id, version, move, bearer, tag(id));
    }

    public Answer move(long id, int version, String move, String bearer, String tag) {
        return exchange(
                HttpMethod.POST,
                TEMPLATES + "/" + id + "/versions/" + version + "/" + move,
                bearer,
                null,
                Map.of("If-Match", tag));
    }

    /** The entity tag of a template now. */
    public String tag(long id) {
        return Objects.requireNonNull(
                get(TEMPLATES + "/" + id, person("reader", "compliance")).tag());
    }

    /** Renders as a service. */
    public Answer render(RenderRequest request) {
        return post(TEMPLATES + "/render", tokens.service(), request);
    }

    public Answer renderAll(List<RenderRequest> requests) {
        return post(TEMPLATES + "/render/batch", tokens.service(), Map.of("requests", requests));
    }

    /** Renders what can be rendered. */
    public RenderedMessage rendered(RenderRequest request) {
        var answer = render(request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return ContractJson.read(answer.body(), RenderedMessage.class);
    }

    /** What came back. */
    public record Answer(int status, @Nullable String tag, String body, Map<String, String> headers) {

        public JsonNode json() {
            return ContractJson.mapper().readTree(body);
        }

        /** The last part of the problem's type. */
        public String problem() {
            var type = json().at("/type").asString("");
            return type.substring(type.lastIndexOf(':') + 1);
        }
    }
}
