package com.ovhi.outreach.reply.understanding;

import com.ovhi.outreach.common.ids.Channel;
import org.jspecify.annotations.Nullable;

/** Reads replies to a question about a visit, or to none. */
final class ReplyReader {

    static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    private ReplyReader() {}

    static Understood sms(String text, @Nullable String language, boolean promptOpen) {
        return on(Channel.SMS, text, language, promptOpen);
    }

    static Understood on(Channel channel, String text, @Nullable String language, boolean promptOpen) {
        return UNDERSTANDING.understand(text, new Situation(channel, language, asked(promptOpen), null, null));
    }

    static Understood judged(String text, String verdict, boolean promptOpen) {
        return UNDERSTANDING.understand(text, new Situation(Channel.SMS, "en", asked(promptOpen), verdict, null));
    }

    private static @Nullable Question asked(boolean promptOpen) {
        return promptOpen ? Question.VISIT : null;
    }
}
