package com.ovhi.outreach.common.contract.api;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/v1/templates/render}. Without {@code templateId} the best active template of purpose, channel and language is taken, falling back to English.
 */
public record RenderRequest(
        long organizationId,
        @Nullable Long templateId,
        Purpose purpose,
        Channel channel,
        String language,
        Map<String, String> variables) {
    @Override
    public String toString() {
        return "RenderRequest[purpose=" + purpose + ", channel=" + channel + ", variables=" + Masked.MASK + "]";
    }
}
