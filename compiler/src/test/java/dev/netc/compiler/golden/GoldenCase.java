package dev.netc.compiler.golden;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.netc.compiler.codegen.Tensors;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.runtime.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One line of the index of golden values; its fields are explained in {@code golden/README.md}. */
record GoldenCase(JsonObject index) {
  /** The golden values, in the root of the repository. */
  static final Path ROOT = Path.of("..", "golden");

  /** All cases, in the order of the index. */
  static List<GoldenCase> all() throws IOException {
    Gson gson = new Gson();
    return Files.readAllLines(ROOT.resolve("cases.jsonl")).stream()
        .map(line -> new GoldenCase(gson.fromJson(line, JsonObject.class)))
        .toList();
  }

  /** All cases of some kinds. */
  static List<GoldenCase> all(String... kinds) throws IOException {
    return all().stream().filter(c -> List.of(kinds).contains(c.kind())).toList();
  }

  /**
   * What is run in a case. A function that PyTorch applies to the gradients of parameters in place
   * is of the kind {@code gradient} here.
   */
  String kind() {
    boolean changesGradients = text("call").filter(call -> call.contains("'grad'")).isPresent();
    return changesGradients ? "gradient" : index.get("kind").getAsString();
  }

  String id() {
    return index.get("id").getAsString();
  }

  /** Kind in the index and id: {@code layer/Conv2d-plain}. */
  String name() {
    return index.get("kind").getAsString() + "/" + id();
  }

  /** A field that is a text: {@code ctor}, {@code call}, {@code mode}. */
  Optional<String> text(String field) {
    return Optional.ofNullable(index.get(field)).map(JsonElement::getAsString);
  }

  /** The constructor's arguments by name. */
  JsonObject args() {
    JsonElement args = index.get("args");
    return args == null ? new JsonObject() : args.getAsJsonObject();
  }

  /** The constructor's name: {@code Conv2d}. */
  Optional<String> constructor() {
    return text("ctor").map(ctor -> Declared.withoutModule(ctor.substring(0, ctor.indexOf('('))));
  }

  /** The names of tensors that begin with a prefix such as {@code output.}, without it. */
  List<String> names(String prefix) {
    return new TreeSet<>(index.getAsJsonObject("tensors").keySet())
        .stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .toList();
  }

  /** The type of a tensor as in the index, {@code F32[2,3]}; empty if there is none. */
  Optional<String> type(String tensor) {
    return Optional.ofNullable(index.getAsJsonObject("tensors").get(tensor))
        .map(JsonElement::getAsString);
  }

  /** The sizes of a tensor, as texts. */
  List<String> sizes(String tensor) {
    String type = type(tensor).orElseThrow();
    String inner = type.substring(type.indexOf('[') + 1, type.indexOf(']'));
    return inner.isEmpty() ? List.of() : List.of(inner.split(",", -1));
  }

  /** How far PyTorch itself strays in float32. */
  double floatError(String tensor) {
    JsonElement error = index.getAsJsonObject("f32_error").get(tensor);
    return error == null ? 0 : error.getAsDouble();
  }

  /** All tensors of the case by name. */
  Map<String, DoubleTensor> tensors() {
    Map<String, DoubleTensor> tensors = new LinkedHashMap<>();
    Safetensors.read(ROOT.resolve(text("file").orElseThrow()))
        .tensors()
        .forEach((name, tensor) -> tensors.put(name, Tensors.of(tensor)));
    return tensors;
  }

  /** The tensors whose names begin with a prefix, by the rest of their names. */
  Map<String, DoubleTensor> tensors(String prefix) {
    Map<String, DoubleTensor> tensors = tensors();
    Map<String, DoubleTensor> rest = new LinkedHashMap<>();
    names(prefix).forEach(name -> rest.put(name, tensors.get(prefix + name)));
    return rest;
  }

  @Override
  public String toString() {
    return name();
  }
}
