package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.ContractJson;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.client.HttpClientErrorException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The RFC 9457 answer of another service, read without trusting it to be one. */
record Problem(String slug, List<String> variables) {

    private static final String PREFIX = "urn:ovhi:problem:";

    static Problem of(HttpClientErrorException failure) {
        try {
            return of(ContractJson.mapper().readTree(failure.getResponseBodyAsByteArray()));
        } catch (JacksonException e) {
            return new Problem("", List.of());
        }
    }

    private static Problem of(JsonNode body) {
        var type = body.path("type").asString("");
        var variables = new ArrayList<String>();
        body.path("variables").forEach(each -> variables.add(each.asString("")));
        return new Problem(type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "", List.copyOf(variables));
    }

    boolean is(String slug) {
        return this.slug.equals(slug);
    }
}
