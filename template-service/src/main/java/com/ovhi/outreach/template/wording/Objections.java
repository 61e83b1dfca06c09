package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.template.wording.lint.Finding;
import com.ovhi.outreach.template.wording.lint.ForeignLinks;
import com.ovhi.outreach.template.wording.lint.SafeHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is wrong with a wording: field, sentence, and where it is known the place, the rule and a way out. */
final class Objections {

    private final List<Map<String, Object>> all = new ArrayList<>();

    void demand(boolean fulfilled, String field, String message) {
        if (!fulfilled) {
            add(field, message);
        }
    }

    void add(String field, String message) {
        all.add(Map.of("field", field, "message", message));
    }

    void add(String field, String message, int from, int to) {
        all.add(Map.of("field", field, "message", message, "from", from, "to", to));
    }

    void add(String field, SafeHtml.Flaw flaw) {
        add(field, flaw.message(), flaw.from(), flaw.to());
    }

    void add(String field, Finding finding) {
        all.add(Map.of(
                "field", field,
                "message", "holds what must not be sent: " + finding.rule().code(),
                "rule", finding.rule().code(),
                "from", finding.from(),
                "to", finding.to(),
                "way_out", finding.rule().wayOut()));
    }

    void add(String field, ForeignLinks.Place place) {
        all.add(Map.of(
                "field",
                field,
                "message",
                "links to a host that is not ours: foreign-link",
                "rule",
                "foreign-link",
                "from",
                place.from(),
                "to",
                place.to(),
                "way_out",
                "Link with {{portal_url}}, or have the host allowed in the suite's settings"));
    }

    boolean none() {
        return all.isEmpty();
    }

    List<Map<String, Object>> list() {
        return List.copyOf(all);
    }
}
