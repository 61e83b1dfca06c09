package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.service.annotation.PostExchange;
import tools.jackson.core.JacksonException;

/** Has template-service choose the template that staff answer with, and say whether it may be sent now. Thread-safe. */
final class AnswerTemplates {

    private static final Logger log = LoggerFactory.getLogger(AnswerTemplates.class);
    private static final String PREFIX = "urn:ovhi:problem:";

    private final Api api;

    AnswerTemplates(Api api) {
        this.api = api;
    }

    /**
     * The id of the template that a patient understands best.
     *
     * @param patientId for whom a link is made in the end, if the text has one
     * @param variables what it may say
     * @throws ProblemException 409 when it has no such text, or Meta has not approved it, 503 when nobody can tell now
     */
    long choose(
            long organizationId,
            long patientId,
            StaffTemplates.Choice choice,
            String language,
            Map<String, String> variables) {
        var message = asked(new RenderRequest(
                organizationId,
                null,
                choice.purpose(),
                Channel.WHATSAPP,
                language,
                variables,
                null,
                null,
                choice.variant(),
                patientId,
                null,
                true));
        var chosen = message.choice();
        // Where there is no such variant the usual text of the purpose is answered, which says something else.
        if (chosen == null || !Objects.equals(choice.variant(), chosen.variant())) {
            throw unavailable("unknown-template");
        }
        return message.templateId();
    }

    private RenderedMessage asked(RenderRequest request) {
        try {
            return api.render(request);
        } catch (HttpClientErrorException e) {
            if (e.getStatusCode() == HttpStatus.NOT_FOUND || e.getStatusCode() == HttpStatus.UNPROCESSABLE_CONTENT) {
                throw unavailable(code(e));
            }
            throw unanswered(e);
        } catch (RestClientException e) {
            throw unanswered(e);
        }
    }

    /** Why, in template-service's words: vocabulary. */
    private static String code(HttpClientErrorException refusal) {
        try {
            var type = ContractJson.mapper()
                    .readTree(refusal.getResponseBodyAsByteArray())
                    .path("type")
                    .asString("");
            return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "unknown-template";
        } catch (JacksonException e) {
            return "unknown-template";
        }
    }

    private static ProblemException unavailable(String code) {
        return ProblemException.conflict(
                        "template-unavailable",
                        code.equals("whatsapp-template-not-approved")
                                ? "Meta has not approved this template; call the patient instead"
                                : "This template cannot be sent for this organisation; call the patient instead")
                .with("code", code);
    }

    private static ProblemException unanswered(RestClientException failure) {
        log.atWarn()
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("The template of an answer could not be chosen");
        return ProblemException.unavailable(
                "template-cannot-be-chosen", "Nobody can choose the template at this moment", Duration.ofSeconds(10));
    }

    /** template-service, as far as it is called. */
    interface Api {

        @PostExchange("/api/v1/templates/render")
        RenderedMessage render(@RequestBody RenderRequest request);
    }
}
