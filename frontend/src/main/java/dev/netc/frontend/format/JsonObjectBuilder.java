package dev.netc.frontend.format;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** Writes down a JSON object member by member, in the order of the document. */
final class JsonObjectBuilder {
  private final JsonObject object = new JsonObject();

  JsonObjectBuilder with(String name, String value) {
    object.addProperty(name, value);
    return this;
  }

  JsonObjectBuilder with(String name, long value) {
    object.addProperty(name, value);
    return this;
  }

  JsonObjectBuilder flag(String name, boolean value) {
    object.addProperty(name, value);
    return this;
  }

  JsonObjectBuilder with(String name, JsonObjectBuilder value) {
    object.add(name, value.object);
    return this;
  }

  JsonObjectBuilder with(String name, Optional<JsonObjectBuilder> value) {
    value.ifPresent(present -> object.add(name, present.object));
    return this;
  }

  /** An array of objects. */
  <T> JsonObjectBuilder with(
      String name, Collection<T> values, Function<T, JsonObjectBuilder> element) {
    object.add(name, array(values, element));
    return this;
  }

  /** An array of objects; nothing if it would be empty. */
  <T> JsonObjectBuilder withAny(
      String name, Collection<T> values, Function<T, JsonObjectBuilder> element) {
    return values.isEmpty() ? this : with(name, values, element);
  }

  /** An array of strings. */
  JsonObjectBuilder with(String name, Collection<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    object.add(name, array);
    return this;
  }

  static <T> JsonArray array(Collection<T> values, Function<T, JsonObjectBuilder> element) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(element.apply(value).object));
    return array;
  }

  /** The document, indented. */
  String text() {
    return text(object);
  }

  static String text(JsonElement document) {
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(document)
        + "\n";
  }
}
