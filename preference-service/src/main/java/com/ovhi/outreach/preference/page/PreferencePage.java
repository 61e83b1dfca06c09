package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.page.PatientView.ChannelView;
import com.ovhi.outreach.preference.page.html.HtmlPage;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import com.ovhi.outreach.preference.page.html.Wording;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page as HTML. Everything works with a keyboard alone and without scripts. */
final class PreferencePage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private static final String FORMS = """
            %s
            <p>%s</p>
            <form method="post">
            %s
            %s
            <p class="hint" id="marketing-hint">%s</p>
            <fieldset>
            <legend>%s</legend>
            <p class="hint" id="quiet-hint">%s</p>
            <div class="field"><label for="quiet-start">%s</label>
            <input type="time" id="quiet-start" name="quiet_start" value="%s" required aria-describedby="quiet-hint"></div>
            <div class="field"><label for="quiet-end">%s</label>
            <input type="time" id="quiet-end" name="quiet_end" value="%s" required aria-describedby="quiet-hint"></div>
            </fieldset>
            <fieldset>
            <legend>%s</legend>
            <div class="field"><label for="language">%s</label>
            <select id="language" name="language" autocomplete="off">%s</select></div>
            </fieldset>
            <button type="submit" name="action" value="save">%s</button>
            </form>
            <form method="post">
            %s
            <fieldset>
            <legend>%s</legend>
            <p class="hint" id="stop-hint">%s</p>
            <button class="stop" type="submit" name="action" value="stop-all" aria-describedby="stop-hint">%s</button>
            </fieldset>
            </form>""";

    private final PatientView view;
    private final Wording wording;
    private final String seal;

    PreferencePage(PatientView view, String seal) {
        this.view = view;
        this.seal = seal;
        wording = Wording.in(PageLanguage.of(view.language()).orElse(PageLanguage.EN));
    }

    Wording wording() {
        return wording;
    }

    String body(@Nullable Notice notice) {
        var hidden = hidden();
        return FORMS.formatted(
                notice == null ? "" : notice.html(wording),
                text("intro"),
                hidden,
                view.channels().stream().map(this::channel).collect(Collectors.joining("\n")),
                text("marketing.hint"),
                text("quiet.legend"),
                text("quiet.hint"),
                text("quiet.from"),
                time(view.quietStart()),
                text("quiet.to"),
                time(view.quietEnd()),
                text("language.legend"),
                text("language.label"),
                languages(),
                text("save"),
                hidden,
                text("stop.legend"),
                text("stop.hint"),
                text("stop.button"));
    }

    private String hidden() {
        return "<input type=\"hidden\" name=\"seal\" value=\"" + seal + "\">"
                + "<input type=\"hidden\" name=\"version\" value=\"" + view.version() + "\">";
    }

    private String channel(ChannelView channel) {
        var code = channel.channel().code();
        var address = channel.address();
        var block = channel.block();
        return """
                <fieldset>
                <legend>%s%s</legend>
                %s%s%s%s</fieldset>""".formatted(
                text("channel." + code),
                address == null ? "" : " <bdi dir=\"ltr\">" + HtmlPage.escape(address) + "</bdi>",
                block == null ? "" : "<p class=\"hint\" id=\"block-" + code + "\">" + text(block.text()) + "</p>\n",
                choice("care", code, channel.care(), block != null, block == null ? null : "block-" + code),
                choice(
                        "marketing",
                        code,
                        channel.marketing(),
                        block != null,
                        block == null ? "marketing-hint" : "block-" + code),
                channel.channel() == Channel.EMAIL && view.asksAboutEncryption() ? encryption(code) : "");
    }

    private String encryption(String code) {
        return choice(PageForm.UNENCRYPTED, code, view.unencrypted(), false, "unencrypted-hint")
                + "<p class=\"hint\" id=\"unencrypted-hint\">" + text("unencrypted.warning") + "</p>\n";
    }

    private String choice(String name, String code, boolean checked, boolean disabled, @Nullable String describedBy) {
        return """
                <label class="choice" for="%1$s-%2$s"><input type="checkbox" id="%1$s-%2$s" name="%1$s_%2$s"%3$s%4$s%5$s>
                <span>%6$s</span></label>
                """.formatted(
                        name,
                        code,
                        checked ? " checked" : "",
                        disabled ? " disabled" : "",
                        describedBy == null ? "" : " aria-describedby=\"" + describedBy + "\"",
                        text(name));
    }

    private String languages() {
        var known = PageLanguage.of(view.language());
        var own = known.isPresent() ? "" : option(view.language(), ownName(), true);
        return own
                + Stream.of(PageLanguage.values())
                        .map(each -> option(each.code(), each.nativeName(), each == known.orElse(null)))
                        .collect(Collectors.joining());
    }

    private String ownName() {
        var locale = Locale.forLanguageTag(view.language());
        return locale.getDisplayName(locale);
    }

    private static String option(String tag, String name, boolean selected) {
        var code = HtmlPage.escape(tag);
        return "<option value=\"" + code + "\" lang=\"" + code + "\"" + (selected ? " selected" : "") + ">"
                + HtmlPage.escape(name) + "</option>";
    }

    private static String time(@Nullable LocalTime time) {
        return time == null ? "" : time.format(TIME);
    }

    private String text(String name) {
        return wording.text(name);
    }

    /** What the page says about what was just done. */
    enum Notice {
        SAVED("saved", "notice", "status"),
        STOPPED("stopped", "notice", "status"),
        CONFLICT("conflict", "error", "alert"),
        QUIET_INVALID("quiet.invalid", "error", "alert"),
        FORM_INVALID("form.invalid", "error", "alert");

        private final String text;
        private final String look;
        private final String role;

        Notice(String text, String look, String role) {
            this.text = text;
            this.look = look;
            this.role = role;
        }

        private String html(Wording wording) {
            return "<p class=\"" + look + "\" role=\"" + role + "\">" + wording.text(text) + "</p>";
        }
    }
}
