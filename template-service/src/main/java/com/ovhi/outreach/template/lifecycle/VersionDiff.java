package com.ovhi.outreach.template.lifecycle;

import com.fasterxml.jackson.annotation.JsonValue;
import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import com.ovhi.outreach.template.wording.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How two versions of a template differ: the fields that are not the same, and within each the lines. */
record VersionDiff(int from, int to, List<Field> fields) {

    static VersionDiff between(Version from, Version to) {
        var before = fields(from);
        var after = fields(to);
        var changed = before.keySet().stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(name -> Field.of(name, text(before.get(name)), text(after.get(name))))
                .toList();
        return new VersionDiff(from.number(), to.number(), changed);
    }

    private static Map<String, Object> fields(Version version) {
        var wording = version.wording();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", version.name());
        fields.put("subject", text(wording.subject()));
        fields.put("body", wording.body());
        fields.put("html_body", text(wording.html()));
        fields.put("variables", String.join("\n", wording.variables()));
        fields.put("is_marketing", wording.marketing());
        fields.put("whatsapp", whatsapp(wording.whatsapp()));
        return fields;
    }

    private static String whatsapp(Wording.@Nullable WhatsApp whatsapp) {
        return whatsapp == null
                ? ""
                : "name: " + whatsapp.name() + "\nlanguage_code: " + whatsapp.languageCode() + "\nparameters: "
                        + String.join(", ", whatsapp.parameters()) + "\nquick_replies: "
                        + String.join(", ", whatsapp.quickReplies());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    /** One field that is not the same; a field that is missing counts as empty. */
    record Field(String field, String before, String after, List<Line> lines) {

        private static Field of(String name, String before, String after) {
            var rows = DiffRowGenerator.create()
                    .lineNormalizer(line -> line)
                    .build()
                    .generateDiffRows(before.lines().toList(), after.lines().toList());
            return new Field(name, before, after, rows.stream().map(Line::of).toList());
        }
    }

    /** One line; {@code before} or {@code after} is empty where the line is only in the other version. */
    record Line(Change change, String before, String after) {

        private static Line of(DiffRow row) {
            return new Line(
                    switch (row.getTag()) {
                        case EQUAL -> Change.EQUAL;
                        case INSERT -> Change.INSERTED;
                        case DELETE -> Change.DELETED;
                        case CHANGE -> Change.CHANGED;
                    },
                    row.getOldLine(),
                    row.getNewLine());
        }
    }

    /** What became of a line. */
    enum Change {
        EQUAL,
        INSERTED,
        DELETED,
        CHANGED;

        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
