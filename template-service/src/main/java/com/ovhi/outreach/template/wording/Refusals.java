package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.lint.Finding;
import java.util.List;
import java.util.Map;

/** Answers that name rule, place and way out, and never what was found there. */
final class Refusals {

    private static final String PORTAL = "Say it in the portal and link to it with {{portal_url}}";

    private Refusals() {}

    /** Patient data in a part of a message or in a value. */
    static ProblemException phi(String part, Finding finding) {
        return ProblemException.unprocessable("phi-in-channel", "The text holds what this channel must not carry")
                .with("rule", finding.rule().code())
                .with("place", place(part, finding.from(), finding.to()))
                .with("way_out", finding.rule().wayOut());
    }

    /** A variable that the channel must not carry at all, or not for this sender. */
    static ProblemException forbidden(Variable variable, Channel channel) {
        return ProblemException.unprocessable("phi-in-channel", "The template uses what this channel must not carry")
                .with("rule", "variable-not-for-channel")
                .with("sensitivity", variable.sensitivity().code())
                .with("channel", channel.code())
                .with("place", Map.of("part", "variables." + variable.code()))
                .with("way_out", PORTAL);
    }

    /** A value that cannot be that variable's. */
    static ProblemException invalid(String name, String message, int from, int to) {
        return ProblemException.unprocessable(
                        "invalid-variable", "Some variables have a value of the wrong form or length")
                .with("variables", List.of(name))
                .with(
                        "errors",
                        List.of(Map.of("field", "variables." + name, "message", message, "from", from, "to", to)));
    }

    private static Map<String, Object> place(String part, int from, int to) {
        return Map.of("part", part, "from", from, "to", to);
    }
}
