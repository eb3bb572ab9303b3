"""Four ways to write captions for a template, at equal processor time, on people's captions of known memes.

    python -m benchmarks captions --folder /tmp/captions --cpu-minutes 15
    python -m benchmarks captions --folder /tmp/captions line words      # these parts only
    python -m benchmarks captions --folder /tmp/captions --samples       # ten captions for each of three templates

line        our char-LSTM, the template as a control line of characters before the caption
symbol      the same, the template as one symbol of its own, at the beginning and before each box
embedding   the same, the template and the box as vectors that are added to every character's
words       seq2seq over word vectors: title and template → words
figures     reads held-out captions, writes a thousand with each, and says how they compare with people's
new         templates that nobody has seen: learned from twenty captions, and what is forgotten for them

Every network is trained on one thread and kept in the folder: what is there is not trained again. Needs
../shared/corpora/imgflip-captions.jsonl.gz, of which nothing may be kept.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from benchmarks.captioning import new_templates
from benchmarks.captioning.figures import HEADING, LEGEND, CaptionJudge
from benchmarks.captioning.material import IMGFLIP, Memes, imgflip
from benchmarks.yardsticks.caption_characters import CaptionCharacters, Recipe, Way
from benchmarks.yardsticks.caption_words import CaptionWords, WordRecipe

WAYS = ("line", "symbol", "embedding", "words")
_LETTERS: dict[str, Way] = {"line": "line", "symbol": "symbol", "embedding": "embedding"}
PARTS = (*WAYS, "figures", "new")
System = CaptionCharacters | CaptionWords
TEMPERATURE = 0.8
WRITTEN = 1_000
SAMPLES, SAMPLED_TEMPLATES, SAMPLES_SEED = 10, 3, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Do the parts asked for; 2 if the captions are missing."""
    options = _arguments().parse_args(arguments)
    if not IMGFLIP.exists():
        sys.stderr.write(f"{IMGFLIP} is missing\n")
        return 2
    torch.set_num_threads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    memes = imgflip()
    characters = sum(len(meme.text) + 1 for meme in memes.training)
    print(
        f"{len(memes.training):,} captions of {len(memes.templates)} templates to learn from, {characters:,} "
        f"characters; {len(memes.held_out):,} held out; {memes.left_out:,} left out; new: {', '.join(memes.new)}",
        flush=True,
    )
    systems = {
        way: trained(way, memes, options.folder, options.cpu_minutes * 60)
        for way in WAYS
        if way in options.parts or _is_kept(way, options.folder)
    }
    if "figures" in options.parts:
        _compare(memes, systems, samples=options.samples)
    if "new" in options.parts:
        for way, system in systems.items():
            if isinstance(system, CaptionCharacters):
                _teach_new(way, system, memes, options.new_cpu_minutes * 60)
    return 0


def trained(way: str, memes: Memes, folder: Path, cpu_s: float) -> System:
    """The system as it was kept, or else trained now."""
    templates = [*memes.templates, *memes.new]
    system: System = (
        CaptionWords(memes.training, templates, WordRecipe(), seed=0)
        if way == "words"
        else CaptionCharacters(_LETTERS[way], memes.vocabulary(), templates, Recipe(), seed=0)
    )
    kept = _kept(way, folder)
    if kept.exists():
        system.network.load_state_dict(load_file(kept))
        return system
    print(f"{way}: {system.parameters:,} weights, {cpu_s:.0f} CPU-seconds", flush=True)
    spent = system.learn(memes.training, cpu_s, seed=0)
    print(f"{way}: {spent}", flush=True)
    save_file(system.network.state_dict(), kept)
    return system


def _compare(memes: Memes, systems: dict[str, System], *, samples: bool) -> None:
    """Print what each system reads held-out captions with, and how a thousand of its own compare with people's."""
    characters = sum(len(meme.text) + 1 for meme in memes.held_out)
    for way, system in systems.items():
        if isinstance(system, CaptionWords):
            bits, bits_a_word = system.bits(memes.held_out)
            more = (
                f"; perplexity {2**bits_a_word:.1f} a word, {system.words.unknown_share(memes.held_out):.1%} of the "
                "words unknown (counted as UNKNOWN there, spelled out in the bits)"
            )
        else:
            bits, more = system.bits(memes.held_out), ""
        print(f"{way}: {bits / characters:.4f} bits per character of {characters:,} held out{more}", flush=True)
    judge = CaptionJudge(memes.training)
    some = memes.held_out[:WRITTEN]
    asked = [(meme.template, meme.title) for meme in some]
    names = [name for name, _ in asked]
    print(f"\n{len(asked):,} captions each, for people's templates and titles, at temperature {TEMPERATURE}\n{HEADING}")
    print(judge.figures(names, [meme.boxes for meme in some]).row("people"), flush=True)
    for way, system in systems.items():
        begun = time.process_time()
        written = _write(system, asked, memes)
        print(f"{judge.figures(names, written).row(way)}   {time.process_time() - begun:.0f} CPU-seconds", flush=True)
    print(LEGEND)
    if samples:
        shown = np.random.default_rng(SAMPLES_SEED).permutation(memes.templates)[:SAMPLED_TEMPLATES]
        for way, system in systems.items():
            for name in shown:
                print(f"\n{way}, {name}:")
                for boxes in _write(system, [(str(name), "")] * SAMPLES, memes):
                    print("   ", " | ".join(boxes) if boxes else "(no end)")


def _write(system: System, asked: list[tuple[str, str]], memes: Memes) -> list[tuple[str, ...] | None]:
    if isinstance(system, CaptionWords):
        return system.write(asked, TEMPERATURE, seed=1)
    return system.write(asked, memes.training, TEMPERATURE, seed=1)


def _teach_new(way: str, system: CaptionCharacters, memes: Memes, cpu_s: float) -> None:
    before = new_templates.bits_of(system, memes)
    spent = new_templates.learn(system, memes, cpu_s)
    after = new_templates.bits_of(system, memes)
    found = new_templates.named(system, memes, TEMPERATURE)
    print(
        f"\n{way}, {new_templates.EXAMPLES} captions each of {', '.join(memes.new)}: {spent}\n"
        f"  new templates' other captions {before.new:.4f} → {after.new:.4f} bits per character, "
        f"old templates' {before.old:.4f} → {after.old:.4f}\n"
        f"  of what is written for the new ones the classifier names {found.named:.1%} "
        f"(of people's {found.people:.1%}), {found.fits:.1%} fit",
        flush=True,
    )


def _is_kept(way: str, folder: Path) -> bool:
    return _kept(way, folder).exists()


def _kept(way: str, folder: Path) -> Path:
    return folder / f"{way}.safetensors"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks captions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS), metavar="PART")
    parser.add_argument("--folder", type=Path, required=True, help="where the trained networks are kept")
    parser.add_argument("--cpu-minutes", type=float, default=15.0, help="for each way")
    parser.add_argument("--new-cpu-minutes", type=float, default=1.0, help="for the twenty captions of new templates")
    parser.add_argument("--samples", action="store_true", help="print ten captions for each of three templates")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
