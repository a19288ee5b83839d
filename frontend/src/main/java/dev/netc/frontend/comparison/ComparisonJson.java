package dev.netc.frontend.comparison;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.netc.frontend.comparison.Comparison.Amount;
import dev.netc.frontend.comparison.Comparison.Change;
import dev.netc.frontend.comparison.Comparison.NetworkChange;
import java.util.List;
import java.util.OptionalLong;

/** A comparison for programs, with all that it holds. Members may be added, none is changed. */
public final class ComparisonJson {
  private static final int VERSION = 1;

  private ComparisonJson() {}

  /** The document. */
  public static String write(Comparison comparison) {
    JsonObject document = new JsonObject();
    document.addProperty("version", VERSION);
    document.addProperty("changed", comparison.hasChanges());
    JsonArray networks = new JsonArray();
    comparison.networks().forEach(network -> networks.add(network(network)));
    document.add("networks", networks);
    document.add("problems", strings(comparison.problems()));
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create()
            .toJson(document)
        + "\n";
  }

  private static JsonObject network(NetworkChange network) {
    JsonObject object = new JsonObject();
    object.addProperty("name", network.name());
    object.addProperty("file", network.file());
    object.addProperty("standing", network.standing().toString());
    object.addProperty("changed", network.isChanged());
    JsonObject changes = new JsonObject();
    network
        .changes()
        .forEach(
            (section, all) -> {
              JsonArray array = new JsonArray();
              all.forEach(change -> array.add(change(change)));
              changes.add(section.toString(), array);
            });
    object.add("changes", changes);
    JsonObject sizes = new JsonObject();
    network.sizes().forEach(sizes::addProperty);
    object.add("sizes", sizes);
    JsonArray amounts = new JsonArray();
    network.amounts().forEach(amount -> amounts.add(amount(amount)));
    object.add("costs", amounts);
    JsonObject weights = new JsonObject();
    weights.addProperty("load", network.weights().load());
    weights.add("missing", strings(network.weights().missing()));
    weights.add("unexpected", strings(network.weights().unexpected()));
    weights.add("reshaped", strings(network.weights().reshaped()));
    object.add("weights", weights);
    return object;
  }

  private static JsonObject change(Change change) {
    JsonObject object = new JsonObject();
    object.addProperty("kind", change.kind().toString());
    object.addProperty("name", change.name());
    object.addProperty("before", change.before());
    object.addProperty("after", change.after());
    return object;
  }

  private static JsonObject amount(Amount amount) {
    JsonObject object = new JsonObject();
    object.addProperty("name", amount.name());
    object.addProperty("unit", amount.unit() == Amount.Unit.BYTES ? "bytes" : "number");
    add(object, "before", amount.before());
    add(object, "after", amount.after());
    return object;
  }

  private static void add(JsonObject object, String name, OptionalLong value) {
    if (value.isPresent()) {
      object.addProperty(name, value.getAsLong());
    } else {
      object.add(name, JsonNull.INSTANCE);
    }
  }

  private static JsonArray strings(List<String> strings) {
    JsonArray array = new JsonArray();
    strings.forEach(array::add);
    return array;
  }
}
