package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.security.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an organisation has settled for all its templates. */
@RestController
@RequestMapping("/api/v1/template-settings")
class TemplateSettingsController {

    private final TemplateSettings settings;

    TemplateSettingsController(TemplateSettings settings) {
        this.settings = settings;
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
    View get(Caller caller) {
        return new View(settings.defaultLanguage(caller.organization()).orElse(null));
    }

    @PutMapping
    @PreAuthorize("hasAnyAuthority('campaign-manager','compliance')")
    View put(@Valid @RequestBody Change change, Caller caller) {
        return new View(settings.fallBackTo(caller.organization(), change.defaultLanguage(), caller.subject()));
    }

    record Change(@NotBlank @Size(max = 35) String defaultLanguage) {}

    /** Null: English is all there is to fall back to. */
    record View(@Nullable String defaultLanguage) {}
}
