"""Draw a digit: from the canvas to ten probabilities after every stroke."""

from collections.abc import Callable
from contextlib import suppress

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from playground.digits.checkpoints import Checkpoint, export_safetensors, export_state_dict
from playground.digits.models import layers_as_code
from playground.digits.narration import describe_prediction, format_percent
from playground.digits.prediction import predict
from playground.digits.sketch import Sketch
from playground.errors import BlankDrawingError, CheckpointError, ConfigurationError, DatasetError
from playground.figures.draw import enlarge, probability_figure
from playground.snippets import pack_image, prediction_program
from playground.ui import frame
from playground.ui.charts import THEME_COLORS
from playground.ui.digit_images import ShownDigit, find_digit
from playground.ui.experiments import experiments
from playground.ui.models import DEFAULT, UPLOAD, describe_checkpoint, load_choice, load_upload, model_choices

SKETCH, MODEL, ADDRESS = "draw_sketch", "draw_model", "draw_model_in_address"
DIGIT_SEEN = "draw_digit_in_address"


def choose_model() -> Checkpoint:
    """The model in the URL, else the pretrained CNN; a problem is said and the CNN stays in use."""
    wanted = st.query_params.get("model")
    choices = model_choices(wanted or st.session_state.get(MODEL))
    if wanted is not None and wanted != st.session_state.get(ADDRESS):
        st.session_state[MODEL] = wanted if wanted in choices.labels else DEFAULT
        if wanted not in choices.labels:
            st.info(f"There is no network '{wanted[:60]}' here, so the pretrained CNN reads your drawing.")
    # bind="query-params" would put the display names in the address; links need the keys.
    key = st.selectbox(
        "Network",
        list(choices.labels),
        format_func=choices.labels.__getitem__,
        key=MODEL,
        persist_state="session",
    )
    if key != wanted and (wanted is not None or key != DEFAULT):
        st.query_params["model"] = key
    st.session_state[ADDRESS] = st.query_params.get("model")
    if choices.problem:
        st.warning(f"Your own runs are not listed. {choices.problem}")
    try:
        if key != UPLOAD:
            return load_choice(choices, key)
        upload = st.file_uploader(
            "Checkpoint file", type=["safetensors", "pt", "pth"], key="checkpoint_file", max_upload_size=10,
            help="A file from the Train page, or made by torch.save(model.state_dict(), ...).",
        )  # fmt: skip
        if upload is not None:
            return load_upload(upload.getvalue())
        st.caption("Until you choose a file, the pretrained CNN reads your drawing.")
    except CheckpointError as error:
        st.error(f"{error} The pretrained CNN reads your drawing meanwhile.")
    return load_choice(choices, DEFAULT)


def change(how: Callable[[Sketch], Sketch]) -> None:
    """Clear or Undo, before the page is drawn again."""
    sketch = st.session_state[SKETCH] = how(st.session_state[SKETCH])
    if not sketch.specimen:
        st.query_params.pop("digit", None)


def open_digit() -> ShownDigit | None:
    """The test image on the canvas; it is put there when the page opens with its name in the address."""
    sketch: Sketch = st.session_state.setdefault(SKETCH, Sketch())
    wanted = st.query_params.get("digit")
    opened = "undo" not in st.session_state  # the button's state is lost when the page is left
    try:
        if wanted and (opened or wanted != st.session_state.get(DIGIT_SEEN)):
            st.session_state[DIGIT_SEEN] = wanted
            digit = find_digit(wanted)
            st.session_state[SKETCH] = sketch.holding(digit.image.numpy(), wanted)
            return digit
        if not sketch.specimen:
            return None
        st.session_state[DIGIT_SEEN] = st.query_params["digit"] = sketch.specimen
        return find_digit(sketch.specimen)
    except (ConfigurationError, DatasetError) as error:
        st.info(f"The image of that link cannot be shown. {error}")
        return None


def draw(brush: int) -> Sketch:
    """The canvas with its buttons."""
    sketch: Sketch = st.session_state[SKETCH]
    key = f"digit-{sketch.version}"
    # A changed initial_drawing makes the canvas draw again, so it changes only when the canvas is new.
    if key not in st.session_state:
        st.session_state["draw_start"] = sketch.initial_drawing
    # The canvas's own toolbar would cover the text above and cannot be reached by keyboard.
    st.html("<style>.st-key-canvas { overflow: clip; }</style>")
    with st.container(key="canvas"):
        result = st_canvas(
            stroke_width=brush, stroke_color="#FFFFFF", background_color="#000000", width=280, height=280,
            drawing_mode="freedraw", return_image_data=True, initial_drawing=st.session_state.get("draw_start"),
            key=key,
        )  # fmt: skip
    sketch = st.session_state[SKETCH] = sketch.drawn(result.json_data, result.image_data)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Clear", shortcut="Delete", key="clear", width=132,
            on_click=change, args=[Sketch.cleared],
        )  # fmt: skip
        st.button(
            "Undo", shortcut="Mod+Z", key="undo", width=132,
            on_click=change, args=[Sketch.undone],
        )  # fmt: skip
    return sketch


def take_away(checkpoint: Checkpoint) -> None:
    """The chosen network as files."""
    with st.expander("Take this network with you", icon=":material/download:"):
        st.caption(
            f"{describe_checkpoint(checkpoint)}. A safetensors file keeps this description; both hold no code."
        )
        st.download_button(
            "For PyTorch: state_dict (.pt)", lambda: export_state_dict(checkpoint.model), "digit_network.pt",
            key="export_pt", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "For this playground (.safetensors)",
            lambda: export_safetensors(checkpoint.model, checkpoint.metadata), "digit_network.safetensors",
            key="export_safetensors", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


frame.page("draw")
digit = open_digit()
# Two rows of columns, so that on a phone the answer comes right below the canvas.
left, picture = st.columns([1, 1.55], gap="medium")
controls, notes = st.columns([1, 1.55], gap="medium")
with controls:
    checkpoint = choose_model()
    brush = st.slider("Brush size", 8, 30, 20, format="%d px", key="brush", bind="query-params")
with left:
    sketch = draw(brush)
    if digit is not None:
        st.caption(f"On the canvas: {digit.title}, a true **{digit.true}**. Draw on it, or clear it.")

network = describe_checkpoint(checkpoint)
image = None
with suppress(BlankDrawingError):
    image = sketch.mnist_image()
if image is None:
    with picture:
        st.markdown("#### Nothing to read yet")
        st.info("Draw a digit from 0 to 9 in the black square.", icon=":material/draw:")
    notice = f"The answer appears after each stroke. Waiting to read: {network}."
else:
    prediction = predict(checkpoint.model, image)
    notice = describe_prediction(prediction, network)
    if digit is not None:
        notice = f"{digit.verdict(prediction.label, len(sketch.objects) - 1)} {notice}"
    with picture.container(horizontal=True):
        st.metric("The network reads", prediction.label, width=140)
        st.metric("Confidence", format_percent(100 * prediction.confidence), width=150)
        st.image(
            enlarge(image, 4), "What it really saw", width=112,
            alt="The canvas cropped, scaled to 20 x 20 and centred in 28 x 28 pixels.",
        )  # fmt: skip
    picture.plotly_chart(
        probability_figure(prediction, THEME_COLORS[0]), width="stretch", key="probabilities",
        alt=notice.replace("**", ""), config={"displayModeBar": False},
    )  # fmt: skip
with notes:
    frame.what_to_notice(notice)

take_away(checkpoint)
experiments(
    {
        "A 7 with a bar: does the article's MLP read it too?": {MODEL: "mlp"},
        "Small, in a corner: cropping and centring make up for it": {},
        "A thin brush: watch the confidence": {MODEL: "mlp", "brush": 8},
    },
    {MODEL: DEFAULT, "brush": 20},
)
if image is not None:
    program = prediction_program(
        "digit_network.pt", layers_as_code(checkpoint.model), pack_image(image.tobytes())
    )
    frame.show_pytorch(program)
frame.show_formula(
    r"p_i = \mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_{j=0}^{9} e^{z_j}}",
    "https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html",
)
