/** WhatsApp through the Cloud API of Meta. */
@NullMarked
package com.ovhi.outreach.channel.whatsapp;

import org.jspecify.annotations.NullMarked;
