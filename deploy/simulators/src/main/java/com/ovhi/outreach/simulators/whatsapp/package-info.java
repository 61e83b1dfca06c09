/** Meta's WhatsApp Cloud API and its webhooks. */
@NullMarked
package com.ovhi.outreach.simulators.whatsapp;

import org.jspecify.annotations.NullMarked;
