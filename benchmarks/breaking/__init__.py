"""What `kills`, `clocks` and `week` have in common: publishing processes that are broken on purpose, and their judge.

The bots under test are processes of their own with the real flow, the real database, the real vk_api and aiogram. What
they see of the world is the two sandboxes, in a process that nobody kills, and one clock that all of them share. What
counts in the end is what stands on the sandboxes' walls.
"""
