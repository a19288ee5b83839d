package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Set;

/** Holds documents to JSON schemas. */
public final class JsonSchemas {
  private JsonSchemas() {}

  public static void assertValid(String document, String schema) {
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    Set<ValidationMessage> wrong =
        compiled.validate(
            document,
            InputFormat.JSON,
            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    assertThat(wrong).isEmpty();
  }
}
