package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.Channel;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a patient sees of their preferences.
 *
 * @param language tag of their language, wherever it is decided
 * @param unencrypted whether e-mail may say when their visits are
 */
record PatientView(
        long version,
        String language,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        boolean unencrypted,
        List<ChannelView> channels) {

    /** Whether the patient can say here what e-mail may say: they have an address, and nothing speaks against it. */
    boolean asksAboutEncryption() {
        return channels.stream().anyMatch(each -> each.channel() == Channel.EMAIL && each.block() == null);
    }

    /**
     * One channel.
     *
     * @param address masked; null when there is none
     * @param care whether messages about their care are sent
     * @param marketing whether everything else is sent
     * @param refusedByPatient whether the patient or somebody for them closed the channel itself
     * @param block why it cannot be allowed here
     */
    record ChannelView(
            Channel channel,
            @Nullable String address,
            boolean care,
            boolean marketing,
            boolean refusedByPatient,
            @Nullable Block block) {}

    /** Why a patient cannot allow a channel on the page. */
    enum Block {
        NO_ADDRESS("block.no-address"),
        STOPPED("block.stopped"),
        UNREACHABLE("block.unreachable"),
        NOT_OFFERED("block.not-offered");

        private final String text;

        Block(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
