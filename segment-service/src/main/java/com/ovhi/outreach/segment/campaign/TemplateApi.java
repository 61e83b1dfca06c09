package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** template-service, as far as campaigns ask it. */
interface TemplateApi {

    @GetExchange("/api/v1/templates")
    Page published(
            @RequestParam("organization_id") long organizationId,
            @RequestParam("purpose") String purpose,
            @RequestParam("language") String language,
            @RequestParam("state") String state,
            @RequestParam("limit") int limit);

    @GetExchange("/api/v1/templates/{id}")
    Template template(@PathVariable("id") long id, @RequestParam("organization_id") long organizationId);

    /** Some templates. */
    record Page(List<Template> items) {}

    /** A text; {@code isActive}: it is published. */
    record Template(long id, Purpose purpose, Channel channel, String language, boolean isMarketing, boolean isActive) {

        /** Whether somebody who speaks a language, without its region, understands it. */
        boolean speaks(String spoken) {
            return Locale.forLanguageTag(language).getLanguage().equals(spoken);
        }
    }
}
