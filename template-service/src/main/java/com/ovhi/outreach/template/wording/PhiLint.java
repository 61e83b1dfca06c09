package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.lint.Finding;
import com.ovhi.outreach.template.wording.lint.Lint;
import com.ovhi.outreach.template.wording.lint.LintRule;
import com.ovhi.outreach.template.wording.lint.Strictness;
import com.ovhi.outreach.template.wording.variables.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for patient data in a text that is about to leave by SMS, WhatsApp or e-mail: in templates when they are saved,
 * in messages when they are rendered, and in what staff write themselves.
 */
public final class PhiLint {

    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");

    private PhiLint() {}

    /** The first rule that a text breaks. */
    public static Optional<LintRule> judge(String text) {
        return judge(text, Set.of());
    }

    /** The first rule but the excepted ones that a text breaks. */
    public static Optional<LintRule> judge(String text, Set<LintRule> excepted) {
        return Lint.plain(text, Strictness.BODY, excepted).stream()
                .map(Finding::rule)
                .findFirst();
    }

    /** All that breaks a rule in the body of a message for a purpose. */
    public static List<Finding> body(String text, Purpose purpose) {
        return Lint.plain(text, strictness(purpose.marketing()), Set.of());
    }

    /** All that breaks a rule in a subject line, which strangers see. */
    public static List<Finding> subject(@Nullable String text) {
        return text == null ? List.of() : Lint.plain(text, Strictness.STRICTEST, Set.of());
    }

    /** All that breaks a rule in an HTML text, seen or not. */
    public static List<Finding> html(@Nullable String source, Purpose purpose) {
        return source == null ? List.of() : Lint.html(source, strictness(purpose.marketing()), Set.of());
    }

    /** Health education may say a little more than other messages. */
    static Strictness strictness(boolean education) {
        return education ? Strictness.EDUCATION : Strictness.BODY;
    }

    /** What breaks a rule in a value. */
    static Optional<Finding> value(Variable variable, String value, Strictness strictness) {
        var read = variable.type() == ValueType.URL ? PortalAddresses.withoutToken(value) : value;
        return Lint.plain(read, strictness, variable.type().excepted()).stream().findFirst();
    }

    /** What a reader sees of an HTML text. */
    static String withoutMarkup(String html) {
        return MARKUP.matcher(html).replaceAll(" ");
    }
}
