package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.optout.ConsentRequest.Scope;
import com.ovhi.outreach.preference.page.html.PageLanguage;
import com.ovhi.outreach.preference.page.html.Wording;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What somebody reads on the page when they tick a box, in the language of the page.
 *
 * @param version names this very text: it changes when a letter of it does
 * @param language of the text, one of the page's
 */
record Agreement(String version, String language, String text) {

    private static final int DIGITS = 16;

    /** @param language the patient's, in which the page is shown if it can be */
    static Agreement of(Channel channel, Scope scope, String language) {
        var wording = Wording.in(PageLanguage.of(language).orElse(PageLanguage.EN));
        var consent = switch (scope) {
            case MARKETING -> List.of("marketing", "marketing.hint");
            case UNENCRYPTED -> List.of("unencrypted", "unencrypted.warning");
            case TRANSACTIONAL, ALL -> List.of("care");
        };
        var text = wording.plain("channel." + channel.code()) + "\n"
                + consent.stream().map(wording::plain).collect(Collectors.joining("\n"));
        return new Agreement("preference-page/" + hash(text), wording.language().code(), text);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
